import { type InputField, usageFields } from '../../../operations/kit/input-fields.ts';
import { nounSummary } from '../../../operations/kit/noun-summary.ts';
import type { Operation } from '../../../operations/kit/operation.ts';
import { argumentsInOrder } from '../../../operations/kit/written-arguments.ts';

/**
 * An operation whose name is a single word, such as `doctor`, is called through this slash command: `/tipoff doctor`.
 */
const OWN_NOUN = 'tipoff';
export const OWN_COMMAND = `/${OWN_NOUN}`;
export const HELP = 'help';

/** One slash command: a noun, and the operations that are its verbs. */
export interface SlashCommand {
  /** The name of the command, with its slash. */
  readonly command: string;
  readonly description: string;
  readonly usage_hint: string;
  readonly operations: readonly Operation[];
}

/** The slash commands of the operations that every transport may call. A test compares the manifest with them. */
export function slashCommands(operations: readonly Operation[]): readonly SlashCommand[] {
  const reachable = operations.filter(({ reach }) => reach === 'everywhere');
  return Object.entries(Object.groupBy(reachable, nounOf)).map(([noun, own = []]) => ({
    command: `/${noun}`,
    description: `${nounSummary(noun)}. See /${noun} ${HELP}.`,
    usage_hint: [...own.map(briefUsage), HELP].join(' | '),
    operations: own,
  }));
}

export function verbOf({ name }: Operation): string {
  return name.split(' ').at(-1) ?? name;
}

/** Returns the name of an operation in a chat, such as `/deploy claim`. */
export function commandName(operation: Operation): string {
  return `/${nounOf(operation)} ${verbOf(operation)}`;
}

/** Returns the usage of an operation in a chat, such as `/batch start date=<date> [mode=<mode>] [--wait]`. */
export function usageOf(operation: Operation): string {
  const { words: unnamed, options } = usageFields(operation);
  const words = [
    ...unnamed.map(positionalWord),
    ...options.flatMap(({ flag, takes, presence }) => {
      if (presence === 'unlisted') return [];
      const word = takes === 'nothing' ? `--${flag}` : `${flag}=<${flag}>`;
      return presence === 'required' ? word : `[${word}]`;
    }),
  ];
  return [`/${nounOf(operation)}`, verbOf(operation), ...words].join(' ');
}

/** Returns the call of an operation as a person would type it in a chat. */
export function commandText(operation: Operation, given: Readonly<Record<string, unknown>>): string {
  const words = argumentsInOrder(operation, given).map(({ name, value, form }) => {
    const text = String(value);
    if (value === true) return `--${name.replaceAll('_', '-')}`;
    const quoted = /^[^\s"']+$/.test(text) ? text : `"${text}"`;
    return form === 'word' ? quoted : `${name.replaceAll('_', '-')}=${quoted}`;
  });
  return [`/${nounOf(operation)}`, verbOf(operation), ...words].join(' ');
}

function nounOf({ name }: Operation): string {
  const [noun = OWN_NOUN, verb] = name.split(' ');
  return verb === undefined ? OWN_NOUN : noun;
}

function briefUsage(operation: Operation): string {
  const { words, options } = usageFields(operation);
  const required = options.filter(({ presence }) => presence === 'required').map(({ flag }) => `${flag}=<${flag}>`);
  return [verbOf(operation), ...words.map(positionalWord), ...required].join(' ');
}

function positionalWord({ flag, presence }: InputField): string {
  return presence === 'required' ? `<${flag}>` : `[${flag}]`;
}
