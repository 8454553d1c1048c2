import fc from 'fast-check';
import { type InputField, inputFields } from '#src/operations/kit/input-fields.ts';
import type { Operation } from '#src/operations/kit/operation.ts';

/** Texts that no field takes. */
export const BAD_TEXTS = [
  '',
  ' \t ',
  '\u0000',
  'a\u202eb',
  'a\u200bb',
  'a\ud800',
  'a\u{e0041}b',
  '\u001b[31mred',
  'line\nbreak',
  'x'.repeat(21_000),
  `tipoff_0123456789ab_${'s'.repeat(43)}`,
] as const;

/** Lists that only a field with a list of values takes. */
const LISTS: readonly unknown[] = [[], ['2026-02-05']];

/** Values that are neither text nor a list and that no field takes. */
const BAD_VALUES: readonly unknown[] = [
  {},
  { $gt: '' },
  { toString: 'x' },
  JSON.parse('{"__proto__":{"admin":true}}'),
  nested(40),
  -1,
  1.5,
  2 ** 60,
  -0.1,
  1e308,
];

const UNKNOWN_FIELDS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'a b', '$where', 'dåte', "'; --"];

/** Texts that most fields refuse. A field that accepts one must not cause a defect. */
export const STRANGE_TEXTS = [
  'NaN',
  'Infinity',
  '-0',
  '1e999',
  '0x10',
  '99999999999999999999',
  'null',
  'undefined',
  '2026-02-30',
  '0000-00-00',
  '9999-12-31',
  '-271821-04-20',
  '2026-02-05T00:00:00Z',
  "'; DROP TABLE nba_predictions.player_prop_predictions; --",
  '" OR "1"="1',
  '$(rm -rf ~)',
  '`id`',
  '| cat /etc/passwd &',
  '../../etc/passwd',
  '%00%2e%2e%2f',
  '{{7*7}}',
  '<!channel>',
  '--help',
  '-',
  '=',
  '😀'.repeat(20),
  'ﷺ',
  'İstanbul',
  'constructor',
  '__proto__',
] as const;

export interface BadCall {
  readonly operation: Operation;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A call with at least one value or field that its operation refuses. */
export function badCall(operations: readonly Operation[]): fc.Arbitrary<BadCall> {
  return fc.constantFrom(...operations).chain((operation) => {
    const { positionals, options } = inputFields(operation);
    const fields = [...positionals, ...options];
    const names = fields.map(({ name }) => name);
    const others = fc.dictionary(fc.constantFrom('', ...names), anything(), { maxKeys: 3 });
    const unknown = fc.tuple(fc.constantFrom(...UNKNOWN_FIELDS), fc.constantFrom<unknown>(1, 'x', false, {}));
    const known = fields.map((field) => fc.tuple(fc.constant(field.name), badValue(field)));
    return fc.tuple(others, fc.oneof(unknown, ...known)).map(([rest, bad]) => ({
      operation,
      input: Object.fromEntries([...Object.entries(rest).filter(([name]) => names.includes(name)), bad]),
    }));
  });
}

/** A call with strange texts in the fields of its operation. It may be valid. */
export function strangeCall(operations: readonly Operation[]): fc.Arbitrary<BadCall> {
  return fc.constantFrom(...operations).chain((operation) => {
    const { positionals, options } = inputFields(operation);
    const fields = [...positionals, ...options].map(({ name }) => [name, fc.constantFrom(...STRANGE_TEXTS)] as const);
    return fc.record(Object.fromEntries(fields), { requiredKeys: [] }).map((input) => ({ operation, input }));
  });
}

function badValue({ takes }: InputField): fc.Arbitrary<unknown> {
  const lists = takes === 'values' ? BAD_TEXTS.map((text) => ['a', text]) : LISTS;
  return fc.constantFrom<unknown>(...BAD_TEXTS, ...BAD_VALUES, ...lists);
}

function anything(): fc.Arbitrary<unknown> {
  return fc.oneof(fc.constantFrom<unknown>(...STRANGE_TEXTS, ...LISTS, ...BAD_VALUES), fc.jsonValue({ maxDepth: 3 }));
}

function nested(depth: number): unknown {
  return depth === 0 ? 1 : { a: nested(depth - 1) };
}
