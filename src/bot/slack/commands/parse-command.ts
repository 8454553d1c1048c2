import { distance } from 'fastest-levenshtein';
import type { Operation } from '../../../operations/kit/operation.ts';
import { plainDashes, plainOption } from '../../../operations/kit/typed-marks.ts';
import { splitWords, type TypedInput, typedInput } from '../../../operations/kit/typed-words.ts';
import { HELP, type SlashCommand, verbOf } from './slash-commands.ts';

/** A word counts as a mistyped verb if it differs from a known verb by at most this many edits. */
const MAX_EDITS = 2;
/**
 * A slash command without a verb runs the operation with one of these verbs, if there is one. These operations change
 * nothing.
 */
const BARE_VERBS = ['status', 'show', 'list', 'log'];
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
  const nearest = nearestVerbs(operations, first).map((each) => ({ operation: each, given: typedInput(each, rest) }));
  return { kind: 'unknown-verb', verb: first, nearest };
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
