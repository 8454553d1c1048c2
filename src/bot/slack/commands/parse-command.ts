import { nearestVerbs } from '../../../operations/kit/nearest-verbs.ts';
import type { Operation } from '../../../operations/kit/operation.ts';
import { plainDashes, plainOption } from '../../../operations/kit/typed-marks.ts';
import { splitWords, type TypedInput, typedInput } from '../../../operations/kit/typed-words.ts';
import { HELP, type SlashCommand, verbOf } from './slash-commands.ts';

/**
 * A slash command without a verb runs the operation with one of these verbs, if there is one. These operations change
 * nothing.
 */
const BARE_VERBS = ['status', 'show', 'list', 'log'];
const LETTER = /\p{L}/u;
const HELP_WORDS = [HELP, '--help', '-h', '?'];

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
  const [typed, ...rest] = splitWords(text);
  if (typed === undefined) return bareCommand(operations);
  const first = plainDashes(plainOption(typed));
  if (HELP_WORDS.includes(first.toLowerCase())) return { kind: 'help', operations: helpOn(operations, rest) };
  const operation = operations.find((each) => verbOf(each) === first.toLowerCase());
  if (operation !== undefined) return calledOperation(operation, rest);
  return unknownVerb(operations, [first, ...rest]);
}

/**
 * Runs the operation that takes any word, such as a name, if the first word is near no verb. Otherwise nothing runs, and
 * the nearest verbs are suggested.
 */
function unknownVerb(operations: readonly Operation[], words: readonly string[]): ParsedCommand {
  const [verb = '', ...rest] = words;
  const near = nearestVerbs(operations.map(knownVerb), verb).map(({ operation }) => operation);
  const suggested = near.map((operation) => ({ operation, given: typedInput(operation, rest) }));
  const general = operations.find(({ takesAnyWord }) => takesAnyWord === true);
  if (general === undefined || !LETTER.test(verb)) return { kind: 'unknown-verb', verb, nearest: suggested };
  const asWords = { operation: general, given: typedInput(general, words) };
  if (near.length === 0) return { kind: 'run', ...asWords };
  return { kind: 'unknown-verb', verb, nearest: [...suggested, asWords] };
}

function knownVerb(operation: Operation) {
  return { operation, verb: verbOf(operation), effect: operation.effect };
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
