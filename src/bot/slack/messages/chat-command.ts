import { OPERATIONS } from '../../../operations/registry.ts';
import { OWN_COMMAND } from '../commands/slash-commands.ts';

const ON_THE_COMMAND_LINE = /^tipoff ([a-z-]+)(?: ([a-z-]+))?/;
const NAMES = OPERATIONS.filter(({ reach }) => reach === 'everywhere').map(({ name }) => name);

/**
 * Turns a command of the command line into its slash command. A command without a slash command, such as `tipoff import
 * <folder>`, stays unchanged.
 */
export function chatCommand(text: string): string {
  const [, first = '', second = ''] = ON_THE_COMMAND_LINE.exec(text) ?? [];
  if (NAMES.includes(`${first} ${second}`)) return text.replace('tipoff ', '/');
  return NAMES.includes(first) ? text.replace('tipoff', OWN_COMMAND) : text;
}
