import { mentionsDeploy } from './mentions-deploy.ts';

const COMMAND_KEYS = ['command', 'cmd', 'script'];
const MAX_DEPTH = 3;

/** What is about to be run. `words`: told apart already. `nothing`: a tool of an agent that runs no command. */
export type GuardedCommand =
  | { readonly type: 'line'; readonly line: string }
  | { readonly type: 'words'; readonly words: readonly string[] }
  | { readonly type: 'nothing' }
  | { readonly type: 'unreadable'; readonly why: string };

/** Of the arguments of `tipoff guard`: one is a line for the shell, several are the words of a command. */
export function commandOfArguments(given: readonly string[]): GuardedCommand {
  const words = given[0] === '--' ? given.slice(1) : given;
  const [line, ...others] = words;
  if (line === undefined) return { type: 'nothing' };
  return others.length === 0 ? { type: 'line', line } : { type: 'words', words };
}

/**
 * Of what came on stdin: a line for the shell, or the JSON that an agent gives a hook before it uses a tool:
 * `{"tool_name": "Bash", "tool_input": {"command": "…"}}`, or a `command`, `cmd` or `script` elsewhere in it, as text or as a list of words.
 */
export function commandOfInput(text: string): GuardedCommand {
  const json = parseJson(text);
  if (json === undefined) return { type: 'line', line: text };
  const commands = commandsIn(json, 0);
  const [command, ...others] = commands;
  if (command !== undefined)
    return others.length === 0 ? command : { type: 'line', line: commands.map(asLine).join('\n') };
  if ('tool_name' in json || !mentionsDeploy(text)) return { type: 'nothing' };
  return { type: 'unreadable', why: 'it is JSON without a `command`, `cmd` or `script`' };
}

type Command = Extract<GuardedCommand, { type: 'line' | 'words' }>;

function commandsIn(value: object, depth: number): readonly Command[] {
  return Object.entries(value).flatMap(([name, field]): readonly Command[] => {
    if (COMMAND_KEYS.includes(name)) return commandOf(field);
    return typeof field === 'object' && field !== null && depth < MAX_DEPTH ? commandsIn(field, depth + 1) : [];
  });
}

function commandOf(field: unknown): readonly Command[] {
  if (typeof field === 'string') return [{ type: 'line', line: field }];
  return Array.isArray(field) ? [{ type: 'words', words: field.map(String) }] : [];
}

function asLine(command: Command): string {
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
