import { mentionsDeploy } from './mentions-deploy.ts';

const COMMAND_KEYS = ['command', 'cmd', 'script'];
const MAX_DEPTH = 3;

/**
 * The command that `tipoff guard` checks. `words` is a command that is already split. `nothing` is a tool call that
 * runs no command.
 */
export type GuardedCommand =
  | { readonly type: 'line'; readonly line: string }
  | { readonly type: 'words'; readonly words: readonly string[] }
  | { readonly type: 'nothing' }
  | { readonly type: 'unreadable'; readonly why: string };

/**
 * Reads the command from the arguments of `tipoff guard`. One argument is a shell line; several arguments are the words
 * of a command.
 */
export function commandOfArguments(given: readonly string[]): GuardedCommand {
  const words = given[0] === '--' ? given.slice(1) : given;
  const [line, ...others] = words;
  if (line === undefined) return { type: 'nothing' };
  return others.length === 0 ? { type: 'line', line } : { type: 'words', words };
}

/**
 * Reads the command from stdin: a shell line, or the JSON that an agent passes to a hook before it uses a tool, such as
 * `{"tool_name": "Bash", "tool_input": {"command": "…"}}`. The field `command`, `cmd` or `script` may be anywhere in
 * the JSON, as text or as a list of words.
 */
export function commandOfInput(text: string): GuardedCommand {
  const json = parseJson(text);
  if (json === undefined) return { type: 'line', line: text };
  const commands = commandsIn(json, 0);
  const [command, ...others] = commands;
  if (command !== undefined)
    return others.length === 0 ? command : { type: 'line', line: commands.map(asLine).join('\n') };
  if ('tool_name' in json || !mentionsDeploy(text)) return { type: 'nothing' };
  return { type: 'unreadable', why: 'its JSON has no `command`, `cmd` or `script`' };
}

type RunnableCommand = Extract<GuardedCommand, { type: 'line' | 'words' }>;

function commandsIn(value: object, depth: number): readonly RunnableCommand[] {
  return Object.entries(value).flatMap(([name, field]): readonly RunnableCommand[] => {
    if (COMMAND_KEYS.includes(name)) return commandOf(field);
    return typeof field === 'object' && field !== null && depth < MAX_DEPTH ? commandsIn(field, depth + 1) : [];
  });
}

function commandOf(field: unknown): readonly RunnableCommand[] {
  if (typeof field === 'string') return [{ type: 'line', line: field }];
  return Array.isArray(field) ? [{ type: 'words', words: field.map(String) }] : [];
}

function asLine(command: RunnableCommand): string {
  return command.type === 'line' ? command.line : command.words.map((word) => `'${word}'`).join(' ');
}

function parseJson(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
