import type { Column, ColumnType } from '../../platform/warehouse.ts';

/** Creates table columns of one type that are never null. */
export function required(type: ColumnType, ...names: readonly string[]): readonly Column[] {
  return names.map((name) => ({ name, type, mode: 'required' }));
}

/** Creates table columns of one type that are null when the value is unknown. */
export function nullable(
  type: ColumnType,
  ...names: readonly string[]
): readonly (Column & { readonly mode: 'nullable' })[] {
  return names.map((name) => ({ name, type, mode: 'nullable' }));
}
