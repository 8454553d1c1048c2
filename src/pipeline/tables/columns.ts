import type { Column, ColumnType } from '../../platform/warehouse.ts';

/** Columns of one type whose value every row has, by name. */
export function required(type: ColumnType, ...names: readonly string[]): readonly Column[] {
  return names.map((name) => ({ name, type, mode: 'required' }));
}

/** Columns of one type whose value may be unknown (null), by name. */
export function nullable(
  type: ColumnType,
  ...names: readonly string[]
): readonly (Column & { readonly mode: 'nullable' })[] {
  return names.map((name) => ({ name, type, mode: 'nullable' }));
}
