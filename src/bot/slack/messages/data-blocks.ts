import type { KnownBlock } from '@slack/types';
import * as z from 'zod';
import { timeValue } from '../../../operations/kit/time-value.ts';
import { chatTime } from './chat-time.ts';
import { count, inWords } from './figures.ts';
import { bold, dataText, line, paragraph, words } from './rich-text.ts';
import { MAX_COLUMNS, tableBlock } from './table.ts';

const MAX_ROWS = 20;

const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
type Scalar = z.infer<typeof Scalar>;
const Row = z.record(z.string(), z.unknown());
const Rows = z.array(Row).min(1);
const Counts = z.record(z.string(), z.number());

/**
 * Renders the data of any outcome: single values with their names, counts in one line, and the first list as a table.
 * Slack allows one table per message.
 */
export function dataBlocks(data: unknown): readonly KnownBlock[] {
  const rows = Rows.safeParse(data).data;
  if (rows !== undefined) return rowsBlocks(rows);
  const entries = Object.entries(Row.safeParse(data).data ?? {});
  const singles = entries.flatMap(([name, value]) => singleLine(name, value));
  const list = entries.map(([, value]) => Rows.safeParse(value).data).find((each) => each !== undefined);
  return [...(singles.length === 0 ? [] : [paragraph(...singles)]), ...(list === undefined ? [] : rowsBlocks(list))];
}

/**
 * Renders rows as a table with a limited number of rows and columns. The lines below it count the other rows and name the
 * other columns.
 */
export function rowsBlocks(rows: readonly Readonly<Record<string, unknown>>[]): readonly KnownBlock[] {
  const shownRows = rows.slice(0, MAX_ROWS);
  const allNames = [...new Set(shownRows.flatMap((row) => Object.keys(row)))];
  const names = allNames.slice(0, MAX_COLUMNS);
  const others = allNames.slice(MAX_COLUMNS).map(inWords);
  const columns = names.map((name) => ({ heading: inWords(name), align: alignOf(shownRows, name) }));
  const cells = shownRows.map((row) => names.map((name) => valueText(row[name])));
  const more = rows.length - shownRows.length;
  const below = [
    ...(more > 0 ? [line(words(`… and ${count(more)} more`))] : []),
    ...(others.length > 0 ? [line(dataText(`The command line also shows ${others.join(', ')}.`))] : []),
  ];
  return [tableBlock(columns, cells), ...(below.length > 0 ? [paragraph(...below)] : [])];
}

function alignOf(rows: readonly Readonly<Record<string, unknown>>[], name: string): 'left' | 'right' {
  return rows.every((row) => typeof (row[name] ?? 0) === 'number') ? 'right' : 'left';
}

function singleLine(name: string, value: unknown) {
  const text = valueText(value);
  return text === null ? [] : [line(bold(`${inWords(name)}: `), dataText(text))];
}

function valueText(value: unknown): string | null {
  const scalar = Scalar.safeParse(value);
  if (scalar.success) return scalarText(scalar.data);
  const counts = Object.entries(Counts.safeParse(value).data ?? {});
  if (counts.length === 0) return null;
  return counts.map(([name, number]) => `${count(number)} ${inWords(name)}`).join(', ');
}

function scalarText(value: Scalar): string | null {
  if (typeof value === 'number') return value.toLocaleString('en-US', { maximumFractionDigits: 2 });
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value === null || value === '') return null;
  const time = timeValue(value);
  return time === undefined ? value : chatTime(time);
}
