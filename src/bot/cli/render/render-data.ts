import * as z from 'zod';
import { leagueDay } from '../../../operations/kit/league-time.ts';
import { timeValue } from '../../../operations/kit/time-value.ts';
import { escapeUnprintable } from '../../../platform/printable.ts';
import { type TerminalPage, WHOLE } from './terminal-page.ts';
import { type TableCell, textTable } from './text-table.ts';

const MAX_DIGITS = 2;

const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const Row = z.record(z.string(), Scalar);
const Rows = z.array(Row);
const Names = z.array(z.string()).min(1);
const Counts = z.record(z.string(), z.number());

/**
 * Renders the data of any outcome for a person: single values with their names, a list of names or counts as one line,
 * a list of rows as a table.
 */
export function renderData(data: unknown, page: TerminalPage = WHOLE): string {
  if (data === null || data === undefined) return '';
  const rows = Rows.safeParse(data);
  if (rows.success) return renderRows(rows.data, page);
  const fields = z.record(z.string(), z.unknown()).safeParse(data);
  if (!fields.success) return escapeUnprintable(JSON.stringify(data));
  const entries = Object.entries(fields.data).filter(([, value]) => value !== undefined && !isEmptyList(value));
  const lists = entries.filter(([, value]) => isList(value));
  const singles = entries.filter(([, value]) => !isList(value));
  const parts = [
    textTable(
      ['', ''],
      singles.map(([name, value]) => [title(name), single(value)]),
      page,
    ),
  ];
  for (const [name, value] of lists) parts.push(`${title(name)}\n${renderRows(Rows.parse(value), page)}`);
  return parts
    .map((part) => part.replace(/^\s*\n/, ''))
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Renders rows as a table. The columns are in the order in which they first appear. */
export function renderRows(rows: readonly Readonly<Record<string, TableCell>>[], page: TerminalPage = WHOLE): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return textTable(
    columns.map(title),
    rows.map((row) => columns.map((column) => clean(row[column] ?? null))),
    page,
  );
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function isList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && Rows.safeParse(value).success;
}

/** Formats a single value. Numbers are not aligned in a column, because each value counts something different. */
function single(value: unknown): TableCell {
  if (typeof value === 'number') return value.toLocaleString('en-US', { maximumFractionDigits: MAX_DIGITS });
  const scalar = Scalar.safeParse(value);
  if (scalar.success) return clean(scalar.data);
  const names = Names.safeParse(value);
  if (names.success) return names.data.map(escapeUnprintable).join(', ');
  const counts = Counts.safeParse(value);
  if (!counts.success) return fieldsText(value);
  const parts = Object.entries(counts.data).map(([name, count]) => `${title(name)} ${count.toLocaleString('en-US')}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}

/** Formats the fields of an object on one line, such as `commit abcdef1, state running`. */
function fieldsText(value: unknown): string {
  const fields = Row.safeParse(value);
  if (!fields.success) return escapeUnprintable(JSON.stringify(value));
  const known = Object.entries(fields.data).filter(([, field]) => field !== null && field !== '');
  return known.map(([name, field]) => `${title(name)} ${single(field)}`).join(', ');
}

function clean(cell: TableCell): TableCell {
  if (typeof cell !== 'string') return cell;
  const time = timeValue(cell);
  return time === undefined ? escapeUnprintable(cell) : leagueDay(time);
}

function title(name: string): string {
  return name.replaceAll('_', ' ');
}
