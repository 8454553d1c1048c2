import { distance } from 'fastest-levenshtein';
import { parseArgsStringToArgv } from 'string-argv';
import { inputFields } from '../../../operations/kit/input-fields.ts';
import type { Operation } from '../../../operations/kit/operation.ts';
import { HELP, type SlashCommand, verbOf } from './slash-commands.ts';

/** A word counts as a mistyped verb if it differs from a known verb by at most this many edits. */
const MAX_EDITS = 2;
/**
 * A slash command without a verb runs the operation with one of these verbs, if there is one. These operations change
 * nothing.
 */
const BARE_VERBS = ['status', 'show', 'list', 'log'];
const HELP_WORDS = [HELP, '--help', '-h', '?'];
const APOSTROPHE_IN_A_WORD = /(?<=\p{L})'(?=\p{L})/gu;
const OPTION = /^(?:--)?([a-z][a-z0-9_-]*)=(.*)$/is;
const FLAG = /^--([a-z][a-z0-9_-]*)$/i;

type TypedInput = Readonly<Record<string, unknown>>;

export interface ParsedOperation {
  readonly operation: Operation;
  /** The values that the person typed, by field name. They are not parsed yet. */
  readonly given: TypedInput;
}

export type ParsedCommand =
  | ({ readonly kind: 'run' } & ParsedOperation)
  | { readonly kind: 'help'; readonly operations: readonly Operation[] }
  /**
   * A slash command with an unknown verb, which runs nothing. `nearest` holds the commands that the person may have
   * meant.
   */
  | { readonly kind: 'unknown-verb'; readonly verb: string; readonly nearest: readonly ParsedOperation[] };

/**
 * Parses the text of a slash command, such as `verb value key=value --flag`. Values with spaces need quotes. A command
 * without a verb never changes anything.
 */
export function parseCommand({ operations }: SlashCommand, text: string): ParsedCommand {
  const [first, ...rest] = wordsOf(text);
  if (first === undefined) return bareCommand(operations);
  if (HELP_WORDS.includes(first.toLowerCase())) return { kind: 'help', operations: helpOn(operations, rest) };
  const operation = operations.find((each) => verbOf(each) === first.toLowerCase());
  if (operation !== undefined) return calledOperation(operation, rest);
  const nearest = nearestVerbs(operations, first).map((each) => ({ operation: each, given: typedInput(each, rest) }));
  return { kind: 'unknown-verb', verb: first, nearest };
}

/** Phones replace straight quotes with curly ones. An apostrophe inside a word does not start a quoted value. */
function wordsOf(text: string): readonly string[] {
  const straight = text.replace(/[“”„]/g, '"').replace(APOSTROPHE_IN_A_WORD, '’');
  return parseArgsStringToArgv(straight);
}

function bareCommand(operations: readonly Operation[]): ParsedCommand {
  const reading = operations.find((each) => BARE_VERBS.includes(verbOf(each)) && each.effect === 'read');
  return reading === undefined ? { kind: 'help', operations } : { kind: 'run', operation: reading, given: {} };
}

function calledOperation(operation: Operation, words: readonly string[]): ParsedCommand {
  const [only, ...others] = words;
  if (only !== undefined && others.length === 0 && HELP_WORDS.includes(only.toLowerCase())) {
    return { kind: 'help', operations: [operation] };
  }
  return { kind: 'run', operation, given: typedInput(operation, words) };
}

function helpOn(operations: readonly Operation[], [verb]: readonly string[]): readonly Operation[] {
  const named = operations.filter((each) => verbOf(each) === verb?.toLowerCase());
  return named.length === 0 ? operations : named;
}

function nearestVerbs(operations: readonly Operation[], typed: string): readonly Operation[] {
  const near = operations
    .map((operation) => ({ operation, edits: distance(typed.toLowerCase(), verbOf(operation)) }))
    .filter(({ edits }) => edits <= MAX_EDITS);
  const fewest = Math.min(...near.map(({ edits }) => edits));
  return near.filter(({ edits }) => edits === fewest).map(({ operation }) => operation);
}

/**
 * Words without a key fill the positional fields in order. The last field takes all remaining words, so `player LeBron
 * James` contains one name.
 */
function typedInput(operation: Operation, words: readonly string[]): TypedInput {
  const { positionals, options } = inputFields(operation);
  const flags = options.filter(({ takes }) => takes === 'nothing').map(({ name }) => name);
  const { named, plain } = sortWords(words, flags);
  const last = positionals.at(-1);
  if (last === undefined) return Object.fromEntries([...plain.map((word) => [word, true] as const), ...named]);
  const before = positionals.slice(0, -1).flatMap(({ name }, index) => {
    const word = plain[index];
    return word === undefined ? [] : [[name, word] as const];
  });
  const rest = plain.slice(positionals.length - 1).join(' ');
  return Object.fromEntries([...before, ...(rest === '' ? [] : [[last.name, rest] as const]), ...named]);
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
