import type { GuardContext } from './decide-command.ts';
import { commandOfArguments, commandOfInput, type GuardedCommand } from './guard-input.ts';
import { mentionsProgram } from './mentions-deploy.ts';

/** Hooks of agents and shells treat this exit code as "do not run the command". Agents' hooks ignore other codes. */
const REFUSED = 2;

/** The summary of `tipoff guard` in the list of commands. */
export const GUARD_SUMMARY = 'Refuse a deploy command, given as words or on stdin, unless your session holds its lock.';

const USAGE = `Usage: tipoff guard -- <command…>      the words of a command
       tipoff guard '<line>'          a shell line
       tipoff guard < input           a shell line, or the JSON an agent passes to a hook before it uses a tool

${GUARD_SUMMARY}
Exits with 0 when the command may run and with ${REFUSED} when it may not. stderr says why, and how to claim the lock.
`;

export interface GuardSettings extends GuardContext {
  readonly words: readonly string[];
  readonly readInput: () => Promise<string>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/**
 * Runs `tipoff guard` and resolves to its exit code. It runs before every command of a shell or an agent, so it must be
 * fast: it allows a command that cannot be a deploy before it loads other code.
 */
export async function runGuard(settings: GuardSettings): Promise<number> {
  const { words, out, err } = settings;
  if (words[0] === '--help' || words[0] === '-h') {
    out(USAGE);
    return 0;
  }
  const command = await readCommand(settings);
  if (command === 'harmless') return 0;
  const { decideCommand } = await import('./decide-command.ts');
  const { type, message } = await decideCommand(command, settings);
  if (message !== '') err(`${type === 'refused' ? 'tipoff guard refused this. ' : 'tipoff guard: '}${message}\n`);
  return type === 'refused' ? REFUSED : 0;
}

async function readCommand({ words, readInput }: GuardSettings): Promise<GuardedCommand | 'harmless'> {
  const text = words.length > 0 ? words.join(' ') : await readInput();
  if (!mentionsProgram(text)) return 'harmless';
  return words.length > 0 ? commandOfArguments(words) : commandOfInput(text);
}
