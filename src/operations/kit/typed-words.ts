import { parseArgsStringToArgv } from 'string-argv';
import { assignWords, isAccepted } from './assign-words.ts';
import { inputFields, type TypedCommand } from './input-fields.ts';
import { isDash, plainOption, straightQuotes, wordBeforeOption } from './typed-marks.ts';

const OPTION = /^(?:--)?([a-z][a-z0-9_-]*)=(.*)$/is;
const FLAG = /^--([a-z][a-z0-9_-]*)$/i;
/** A flag with one hyphen, which people type by mistake. */
const SHORT_FLAG = /^-([a-z][a-z0-9_-]+)$/i;
/** The number of words that a value without quotes may have, such as `until 18:30 ET`. */
const MOST_VALUE_WORDS = 4;

/** The values that somebody typed, by field name. They are not parsed yet. */
export type TypedInput = Readonly<Record<string, unknown>>;

/** Splits the text of a command into words, which straight or curly quotes keep together. */
export function splitWords(text: string): readonly string[] {
  return parseArgsStringToArgv(straightQuotes(text));
}

/** Sorts the words of a command into the fields of its input. `assignWords` says which field gets a word without a key. */
export function typedInput(operation: TypedCommand, words: readonly string[]): TypedInput {
  const { named, plain } = sortWords(operation, words);
  const given = collected(operation, named);
  const { values, left } = assignWords(operation, plain, given);
  return { ...Object.fromEntries(left.map((word) => [word, true])), ...given, ...values };
}

type NamedValue = readonly [field: string, value: unknown];

/** Builds the input from names and values. A field that takes several values gets all of them, and any other field the last. */
function collected(operation: TypedCommand, values: readonly NamedValue[]): TypedInput {
  const lists = inputFields(operation).options.flatMap(({ name, takes }) => (takes === 'values' ? [name] : []));
  const given = lists.flatMap((list) => {
    const all = values.flatMap(([name, value]) => (name === list ? [value] : []));
    return all.length === 0 ? [] : [[list, all] as const];
  });
  return { ...Object.fromEntries(values), ...Object.fromEntries(given) };
}

interface SortedWords {
  readonly named: readonly NamedValue[];
  readonly plain: readonly string[];
}

function sortWords(command: TypedCommand, words: readonly string[]): SortedWords {
  const following = words.map(plainOption);
  const named: NamedValue[] = [];
  const plain: string[] = [];
  for (let word = following.shift(); word !== undefined; word = following.shift()) {
    const pair = namedValue(command, word, following);
    if (pair !== undefined) {
      named.push(pair);
      continue;
    }
    const loose = looseOption(command, word, following);
    plain.push(...(loose?.before ?? [word]));
    if (loose !== undefined) following.splice(0, loose.consumed, loose.option);
  }
  return { named, plain };
}

/** Parses `key=value`, `--key=value`, `--key value` or `--flag`. The third form consumes the following words of the value. */
function namedValue(command: TypedCommand, word: string, following: string[]): NamedValue | undefined {
  const [, key, value] = OPTION.exec(word) ?? [];
  if (key !== undefined && value !== undefined) {
    const field = fieldName(key);
    return isFlag(command, field)
      ? [field, asBoolean(value)]
      : [field, longestValue(command, [field, value], following)];
  }
  const [, flag] = FLAG.exec(word) ?? [];
  if (flag === undefined) return;
  const field = fieldName(flag);
  if (isFlag(command, field)) return [field, true];
  const first = following.shift();
  return [field, first === undefined ? undefined : longestValue(command, [field, first], following)];
}

/** Adds the following words to a value that is accepted only together with them: `for=until 18:30 ET`. */
function longestValue(command: TypedCommand, [field, first]: readonly [string, string], following: string[]): string {
  if (isAccepted(command, field, first)) return first;
  const runs = following.slice(0, MOST_VALUE_WORDS - 1).map((_, index) => [first, ...following.slice(0, index + 1)]);
  const run = runs.findLast((words) => isAccepted(command, field, words.join(' ')));
  if (run === undefined) return first;
  following.splice(0, run.length - 1);
  return run.join(' ');
}

/**
 * Finds an option whose dash stands alone, is joined to the word before, or is one hyphen: `— for 15m`, `filter—for 15m`,
 * `-for 15m`. Prose has such dashes, too. So the name must be an option of the command that accepts the value.
 */
function looseOption(
  command: TypedCommand,
  word: string,
  following: readonly string[],
): { readonly before: readonly string[]; readonly option: string; readonly consumed: number } | undefined {
  if (isDash(word)) {
    const [option = ''] = following;
    return isLooseOption(command, following) ? { before: [], option: `--${option}`, consumed: 1 } : undefined;
  }
  const joined = wordBeforeOption(word);
  const [, short] = SHORT_FLAG.exec(word) ?? [];
  const option = joined?.option ?? short;
  if (option === undefined || !isLooseOption(command, [option, ...following])) return;
  return { before: joined === undefined ? [] : [joined.before], option: `--${option}`, consumed: 0 };
}

function isLooseOption(command: TypedCommand, [option = '', ...following]: readonly string[]): boolean {
  const [name = '', ...assigned] = option.split('=');
  const field = fieldName(name);
  if (!Object.hasOwn(command.input.shape, field)) return false;
  if (isFlag(command, field)) return true;
  const [first = '', ...others] = assigned.length === 0 ? following : [assigned.join('='), ...following];
  return isAccepted(command, field, longestValue(command, [field, first], [...others]));
}

function isFlag(command: TypedCommand, field: string): boolean {
  return inputFields(command).options.some(({ name, takes }) => name === field && takes === 'nothing');
}

function fieldName(key: string): string {
  return key.toLowerCase().replaceAll('-', '_');
}

function asBoolean(value: string): unknown {
  if (value === 'yes' || value === 'true') return true;
  return value === 'no' || value === 'false' ? false : value;
}
