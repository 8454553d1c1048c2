import type { RowPlan } from './row-plan.ts';

/** The values of one row while it is read, as JSON text in the order of the table's columns. */
export interface RowCells {
  readonly values: string[];
  readonly plan: RowPlan;
  readonly line: number;
}

/** Returns a text of the row; null when it is empty or the table has no such column. */
export function textCell({ values, plan }: RowCells, column: string): string | null {
  const index = plan.indexOf.get(column);
  return index === undefined ? null : textOf(values[index]);
}

export function numberCell({ values, plan }: RowCells, column: string): number | undefined {
  const json = values[plan.indexOf.get(column) ?? -1];
  return json === undefined || json === 'null' ? undefined : Number(json);
}

/** Replaces a text of the row. Does nothing when the table has no such column. */
export function setTextCell({ values, plan }: RowCells, column: string, text: string | null): void {
  const index = plan.indexOf.get(column);
  if (index !== undefined) values[index] = text === null ? 'null' : JSON.stringify(text);
}

/** Converts the JSON text of a cell back to plain text. Returns null for an empty cell. */
function textOf(json: string | undefined): string | null {
  if (json === undefined || json === 'null') return null;
  return json.includes('\\') ? String(JSON.parse(json)) : json.slice(1, -1);
}
