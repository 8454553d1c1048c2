import * as z from 'zod';

/** Parses the rows of a statement by its schema. Throws with the statement's name and the field when a row does not fit. */
export function parseRows<T>(statement: string, rows: readonly unknown[], row: z.ZodType<T>): readonly T[] {
  return rows.map((raw) => {
    const parsed = row.safeParse(raw);
    if (parsed.success) return parsed.data;
    throw new Error(`${statement} returned an unexpected row: ${z.prettifyError(parsed.error)}`, {
      cause: parsed.error,
    });
  });
}

/** Throws when two columns of a result have the same name, because one would hide the other in a row. */
export function assertDistinctColumns(statement: string, names: readonly string[]): void {
  if (new Set(names).size === names.length) return;
  throw new Error(`${statement} returns two columns with the same name: ${names.join(', ')}`);
}
