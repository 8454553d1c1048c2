import type { GuardContext } from './decide-command.ts';
import { commandOfArguments, commandOfInput, type GuardedCommand } from './guard-input.ts';
import { mentionsProgram } from './mentions-deploy.ts';

/** What hooks of agents and shells take for "do not run it"; of other codes hooks of agents take no notice. */
const REFUSED = 2;

/** One sentence for the list of commands. */
export const GUARD_SUMMARY = 'Refuse a deploy command, given as words or on stdin, unless your session holds its lock.';

const USAGE = `Usage: tipoff guard -- <command…>      the words of a command
       tipoff guard '<line>'          a line for the shell
       tipoff guard < input           a line, or the JSON an agent gives a hook before it uses a tool

${GUARD_SUMMARY}
Ends with 0 when the command may run and with ${REFUSED} when it may not; stderr says why and how to claim the lock.
`;

export interface GuardSettings extends GuardContext {
  readonly words: readonly string[];
  readonly readInput: () => Promise<string>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/**
 * Resolves to the exit code. It runs before every command of a shell or an agent, so what cannot be a deploy is let through before anything
 * else is loaded.
 */
export async function runGuard(settings: GuardSettings): Promise<number> {
  const { words, out, err } = settings;
  if (words[0] === '--help' || words[0] === '-h') {
    out(USAGE);
    return 0;
  }
  const asked = await askedOf(settings);
  if (asked === 'harmless') return 0;
  const { decideCommand } = await import('./decide-command.ts');
  const { type, message: told } = await decideCommand(asked, settings);
  if (told !== '') err(`${type === 'refused' ? 'tipoff guard refuses this. ' : 'tipoff guard: '}${told}\n`);
  return type === 'refused' ? REFUSED : 0;
}

async function askedOf({ words, readInput }: GuardSettings): Promise<GuardedCommand | 'harmless'> {
  const text = words.length > 0 ? words.join(' ') : await readInput();
  if (!mentionsProgram(text)) return 'harmless';
  return words.length > 0 ? commandOfArguments(words) : commandOfInput(text);
}
