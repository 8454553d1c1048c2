import type { Column, Table } from '../../platform/warehouse.ts';
import { type CellReader, cellReader, shownCell } from './cell.ts';
import { type ComparedColumns, comparedColumns } from './compared-columns.ts';
import type { ImportKind } from './import-kind.ts';

/** The column that import files do not contain. Its value is derived from the player's id and name. */
const DERIVED = 'player_lookup';

/** Describes how one column of a table is read from a line of the import file. */
interface PlannedColumn {
  readonly column: Column;
  /** The position of this column in the import file; -1 when the file does not have the column. */
  readonly field: number;
  readonly read: CellReader;
  /** The JSON text that precedes the column's value, such as `,"points":`. */
  readonly label: string;
}

export interface RowPlan extends ComparedColumns {
  readonly columns: readonly PlannedColumn[];
  readonly fieldCount: number;
  /** Indexes in `columns`. */
  readonly key: readonly number[];
  /** Maps a column's name to its index in `columns`. */
  readonly indexOf: ReadonlyMap<string, number>;
}

/**
 * Plans how to read an import file with the given header, or returns the faults of the header. The file's columns may
 * be in any order. Unknown columns are ignored. `lastYear` is the last year that a date may have.
 */
export function rowPlan(
  { table, rules }: ImportKind,
  header: readonly string[],
  lastYear: number,
): RowPlan | readonly string[] {
  const names = header.map((name) => name.trim().toLowerCase());
  const faults = [...missingColumns(table, names), ...repeatedColumns(table, names)];
  if (faults.length > 0) return faults;
  const columns = table.columns.map((column, index) => ({
    column,
    field: column.name === DERIVED ? -1 : names.indexOf(column.name),
    read: cellReader(column.type, { ...rules[column.name], lastYear }),
    label: `${index === 0 ? '{' : ','}"${column.name}":`,
  }));
  const indexOf = new Map(columns.map(({ column }, index) => [column.name, index]));
  const key = table.key.map((name) => indexOf.get(name) ?? -1);
  return { columns, fieldCount: names.length, key, indexOf, ...comparedColumns(indexOf) };
}

function missingColumns(table: Table, names: readonly string[]): readonly string[] {
  const needed = table.columns.filter(({ name, mode }) => mode === 'required' && name !== DERIVED);
  const missing = needed.map(({ name }) => name).filter((name) => !names.includes(name));
  return missing.length === 0 ? [] : [`the header has no column ${missing.join(', ')}.`];
}

function repeatedColumns(table: Table, names: readonly string[]): readonly string[] {
  const repeated = table.columns.filter(({ name }) => names.indexOf(name) !== names.lastIndexOf(name));
  return repeated.map(({ name }) => `the header contains the column ${shownCell(name)} twice.`);
}
