import { parseArgsStringToArgv } from 'string-argv';
import { inputFields } from './input-fields.ts';
import type { Operation } from './operation.ts';

const APOSTROPHE_IN_A_WORD = /(?<=\p{L})'(?=\p{L})/gu;
const OPTION = /^(?:--)?([a-z][a-z0-9_-]*)=(.*)$/is;
const FLAG = /^--([a-z][a-z0-9_-]*)$/i;

/** The values that somebody typed, by field name. They are not parsed yet. */
export type TypedInput = Readonly<Record<string, unknown>>;

/**
 * Splits the text of a command into words, which quotes keep together. Phones replace straight quotes with curly ones. An
 * apostrophe inside a word does not start a quoted value.
 */
export function splitWords(text: string): readonly string[] {
  const straight = text.replace(/[“”„]/g, '"').replace(APOSTROPHE_IN_A_WORD, '’');
  return parseArgsStringToArgv(straight);
}

/**
 * Words without a key fill the positional fields in order. The last field takes all remaining words, so `player LeBron
 * James` contains one name.
 */
export function typedInput(operation: Operation, words: readonly string[]): TypedInput {
  const { positionals, options } = inputFields(operation);
  const flags = options.filter(({ takes }) => takes === 'nothing').map(({ name }) => name);
  const { named, plain } = sortWords(words, flags);
  const last = positionals.at(-1);
  if (last === undefined) return collected(operation, [...plain.map((word) => [word, true] as const), ...named]);
  const before = positionals.slice(0, -1).flatMap(({ name }, index) => {
    const word = plain[index];
    return word === undefined ? [] : [[name, word] as const];
  });
  const rest = plain.slice(positionals.length - 1).join(' ');
  return collected(operation, [...before, ...(rest === '' ? [] : [[last.name, rest] as const]), ...named]);
}

/** Builds the input from names and values. A field that takes several values gets all of them, and any other field the last. */
function collected(operation: Operation, values: readonly (readonly [field: string, value: unknown])[]): TypedInput {
  const lists = inputFields(operation).options.flatMap(({ name, takes }) => (takes === 'values' ? [name] : []));
  const given = lists.flatMap((list) => {
    const all = values.flatMap(([name, value]) => (name === list ? [value] : []));
    return all.length === 0 ? [] : [[list, all] as const];
  });
  return { ...Object.fromEntries(values), ...Object.fromEntries(given) };
}

interface SortedWords {
  readonly named: readonly (readonly [field: string, value: unknown])[];
  readonly plain: readonly string[];
}

function sortWords(words: readonly string[], flags: readonly string[]): SortedWords {
  const following = [...words];
  const named: (readonly [string, unknown])[] = [];
  const plain: string[] = [];
  for (let word = following.shift(); word !== undefined; word = following.shift()) {
    const pair = namedValue(word, following, flags);
    if (pair === undefined) plain.push(word);
    else named.push(pair);
  }
  return { named, plain };
}

/** Parses `key=value`, `--key=value`, `--key value` or `--flag`. The third form consumes the next word. */
function namedValue(word: string, following: string[], flags: readonly string[]) {
  const [, key, value] = OPTION.exec(word) ?? [];
  if (key !== undefined) return [fieldName(key), flags.includes(fieldName(key)) ? asBoolean(value) : value] as const;
  const [, flag] = FLAG.exec(word) ?? [];
  if (flag === undefined) return;
  return [fieldName(flag), flags.includes(fieldName(flag)) ? true : following.shift()] as const;
}

function fieldName(key: string): string {
  return key.toLowerCase().replaceAll('-', '_');
}

function asBoolean(value: string | undefined): unknown {
  if (value === 'yes' || value === 'true') return true;
  return value === 'no' || value === 'false' ? false : value;
}
