import * as z from 'zod';
import type { Verdict } from '../../coordination/handoffs/handoff.ts';
import { quoteInput } from '../kit/input/printable.ts';
import type { Outcome } from '../kit/operation.ts';

const COMPARISONS = ['=', '!=', '<=', '>=', '<', '>', 'contains'] as const;
type Comparison = (typeof COMPARISONS)[number];

const EXPECTATION = /^(?<path>(?:[^\s[]|\[[^\]]*\])+)\s+(?<comparison>!=|<=|>=|=|<|>|contains)\s+(?<value>\S.*)$/s;
const STEP = /^(?<name>[\w-]+)(?<selectors>(?:\[[^\]]*\])*)$/;
const SELECTOR = /\[(?:(?<key>[\w-]+)=)?(?<value>[^\]]*)\]/g;
/** The values with which an answer says that something could not be read. */
const UNREADABLE: readonly unknown[] = ['unknown', 'unreadable'];

const Fields = z.record(z.string(), z.unknown());

/** What the answer of a proof has to contain. `path` leads to a value of the answer: `code`, or a field of its data. */
export interface Expectation {
  readonly path: string;
  readonly comparison: Comparison;
  readonly value: string | number | boolean | null;
}

export interface Comparing {
  readonly verdict: Verdict;
  /** What was compared, with the value that was found. */
  readonly compared: string;
}

/** Parses a text such as `locks[service=worker].state = free`. Returns undefined for any other text. */
export function parseExpectation(text: string): Expectation | undefined {
  const { path, comparison, value } = EXPECTATION.exec(text.trim())?.groups ?? {};
  const known = COMPARISONS.find((each) => each === comparison);
  if (path === undefined || known === undefined || value === undefined || stepsOf(path) === undefined) return undefined;
  return { path, comparison: known, value: parseValue(value.trim()) };
}

/**
 * Compares the answer of a read operation with what a claim expects.
 * - Without an expectation, the claim is true if the answer is `done`.
 * - A value that is absent or null, and a value that says that something could not be read, prove nothing: the claim is
 *   unknown, unless it expects exactly that value.
 * - Values that cannot be compared, such as a word with `<` and a number, leave the claim unknown.
 */
export function compareAnswer(outcome: Outcome<unknown>, expectation: Expectation | undefined): Comparing {
  if (expectation === undefined) return compareDecision(outcome);
  const { path, comparison, value } = expectation;
  const found = valueAt(outcome, path);
  const compared = `${path} is ${shown(found)}, expected ${comparison} ${shown(value)}`;
  if (isEqual(found, value)) return { verdict: isMetByEqual(comparison) ? 'true' : 'false', compared };
  if (found === undefined || found === null || UNREADABLE.includes(found)) return { verdict: 'unknown', compared };
  return { verdict: verdictOf(found, comparison, value), compared };
}

function compareDecision({ decision, code }: Outcome<unknown>): Comparing {
  const compared = `the answer is ${decision} (${code}), expected done`;
  if (UNREADABLE.includes(code)) return { verdict: 'unknown', compared };
  return { verdict: decision === 'done' ? 'true' : 'false', compared };
}

function isMetByEqual(comparison: Comparison): boolean {
  return comparison === '=' || comparison === '<=' || comparison === '>=' || comparison === 'contains';
}

/** The verdict on two values that are not equal. */
function verdictOf(found: unknown, comparison: Comparison, value: Expectation['value']): Verdict {
  switch (comparison) {
    case '=':
      return isPlain(found) ? 'false' : 'unknown';
    case '!=':
      return isPlain(found) ? 'true' : 'unknown';
    case 'contains':
      return containing(found, value);
    case '<':
    case '<=':
      return ordered(found, value, 'ascending');
    case '>':
    case '>=':
      return ordered(found, value, 'descending');
  }
}

function containing(found: unknown, value: Expectation['value']): Verdict {
  if (Array.isArray(found)) return found.some((each) => isEqual(each, value)) ? 'true' : 'false';
  if (typeof found !== 'string') return 'unknown';
  return found.includes(String(value)) ? 'true' : 'false';
}

/** Numbers are ordered by size, and texts, such as times, by their letters. */
function ordered(found: unknown, value: Expectation['value'], order: 'ascending' | 'descending'): Verdict {
  const isNumber = typeof found === 'number' && typeof value === 'number';
  const isText = typeof found === 'string' && typeof value === 'string';
  if (!isNumber && !isText) return 'unknown';
  const isLess = isNumber ? found < value : String(found) < String(value);
  return isLess === (order === 'ascending') ? 'true' : 'false';
}

/** A version or a commit may look like a number, so a number equals a text with the same digits. */
function isEqual(found: unknown, value: Expectation['value']): boolean {
  return found === value || (typeof found === 'string' && typeof value === 'number' && found === String(value));
}

function isPlain(found: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof found);
}

/** Returns the value that a path leads to; undefined if the answer has no such value. */
function valueAt({ decision, code, data }: Outcome<unknown>, path: string): unknown {
  const [first = '', ...others] = stepsOf(path) ?? [];
  if (others.length === 0 && first === 'code') return code;
  if (others.length === 0 && first === 'decision') return decision;
  const steps = first === 'data' ? others : [first, ...others];
  return steps.reduce<unknown>(stepInto, data);
}

function stepInto(value: unknown, step: string): unknown {
  const { name = '', selectors = '' } = STEP.exec(step)?.groups ?? {};
  const field = Array.isArray(value) ? itemOf(value, name) : Fields.safeParse(value).data?.[name];
  return [...selectors.matchAll(SELECTOR)].reduce<unknown>((list, { groups }) => select(list, groups ?? {}), field);
}

function itemOf(list: readonly unknown[], name: string): unknown {
  return name === 'length' ? list.length : list[Number(name)];
}

/** Selects an item of a list by its position, as in `[0]`, or by one of its fields, as in `[service=worker]`. */
function select(list: unknown, { key, value }: Readonly<Record<string, string | undefined>>): unknown {
  if (!Array.isArray(list)) return undefined;
  if (key === undefined) return list[Number(value)];
  return list.find((item) => String(Fields.safeParse(item).data?.[key]) === value);
}

/** Splits a path at its dots, except at those inside a selector. Returns undefined for a malformed path. */
function stepsOf(path: string): readonly string[] | undefined {
  const steps = path.match(/(?:[^.[]|\[[^\]]*\])+/g) ?? [];
  return steps.join('.') === path && steps.every((step) => STEP.test(step)) ? steps : undefined;
}

/** A number, `true`, `false`, `null` and a quoted text are read as JSON. Anything else is text as it is written. */
function parseValue(text: string): Expectation['value'] {
  const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
  try {
    const parsed = Scalar.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : text;
  } catch {
    return text;
  }
}

function shown(value: unknown): string {
  if (value === undefined) return 'absent';
  if (typeof value === 'string') return quoteInput(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return isPlain(value) || value === null ? String(value) : 'an object';
}
