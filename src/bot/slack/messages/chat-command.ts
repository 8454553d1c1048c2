import { OPERATIONS } from '../../../operations/registry.ts';
import { OWN_COMMAND } from '../commands/slash-commands.ts';

const ON_THE_COMMAND_LINE = /^tipoff ([a-z-]+)(?: ([a-z-]+))?/;
const NAMES = OPERATIONS.filter(({ reach }) => reach === 'everywhere').map(({ name }) => name);

/** A command of the command line as it is typed in a chat; what a chat does not have, such as `tipoff import <folder>`, stays as it is. */
export function chatCommand(text: string): string {
  const [, first = '', second = ''] = ON_THE_COMMAND_LINE.exec(text) ?? [];
  if (NAMES.includes(`${first} ${second}`)) return text.replace('tipoff ', '/');
  return NAMES.includes(first) ? text.replace('tipoff', OWN_COMMAND) : text;
}
