// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are what is tested
import { expect, test } from 'vitest';
import { renderStatement } from '#src/platform/sql-parameters.ts';
import type { Parameter } from '#src/platform/warehouse.ts';

const A: Readonly<Record<string, Parameter>> = { a: { type: 'INT64', value: 1 } };

function render(text: string, parameters = A, tables: Readonly<Record<string, string>> = {}): string {
  return renderStatement({ name: 'sample', text, parameters, tables }, '$');
}

test.each([
  ['SELECT @a', 'SELECT $a'],
  ['SELECT @a, @a+1,(@a)', 'SELECT $a, $a+1,($a)'],
  ["SELECT '@b', @a", "SELECT '@b', $a"],
  ["SELECT 'it''s @b', @a", "SELECT 'it''s @b', $a"],
  ['SELECT "@b", @a', 'SELECT "@b", $a'],
  ['SELECT `@b`, @a', 'SELECT `@b`, $a'],
  ['SELECT @a -- not @b', 'SELECT $a -- not @b'],
  ["SELECT @a -- it's\n, @a", "SELECT $a -- it's\n, $a"],
  ['SELECT /* @b\n${c} */ @a', 'SELECT /* @b\n${c} */ $a'],
])('%s becomes %s', (text, sql) => expect(render(text)).toBe(sql));

test('parameters of BigQuery keep their prefix', () =>
  expect(renderStatement({ name: 'sample', text: 'SELECT @a', parameters: A, tables: {} }, '@')).toBe('SELECT @a'));

test('a table replaces its placeholder', () =>
  expect(render('MERGE INTO x.y USING ${staging} ON @a = 1', A, { staging: 'nba_staging.b_g1' })).toBe(
    'MERGE INTO x.y USING nba_staging.b_g1 ON $a = 1',
  ));

test.each([
  ['a parameter without a value', () => render('SELECT @a, @b'), 'statement sample: used without a value: @b'],
  ['a table without a name', () => render('SELECT @a FROM ${t}'), 'used without a value: ${t}'],
  [
    'a table named like a property of every object',
    () => render('SELECT @a FROM ${constructor}'),
    'used without a value: ${constructor}',
  ],
  ['an unused parameter', () => render('SELECT 1'), 'statement sample: given but not used: @a'],
  ['a parameter used only in a comment', () => render('SELECT 1 -- @a'), 'given but not used: @a'],
  ['an unused table', () => render('SELECT @a', A, { t: 'x.y' }), 'given but not used: ${t}'],
  ['a table name without a dataset', () => render('SELECT @a FROM ${t}', A, { t: 'y' }), 'not a table name'],
  [
    'a table name that contains more SQL',
    () => render('SELECT @a FROM ${t}', A, { t: 'x.y; DROP TABLE z' }),
    'not a table name',
  ],
])('%s is refused', (_, rendering, message) => expect(rendering).toThrow(message));
