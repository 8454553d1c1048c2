import * as z from 'zod';

const MICROS_PER_MILLI = 1000;

/** A page of rows as BigQuery's REST interface returns it: every value is a text. */
export const ResultPage = z.object({
  schema: z.object({ fields: z.array(z.object({ name: z.string(), type: z.string() })).default([]) }).optional(),
  rows: z.array(z.object({ f: z.array(z.object({ v: z.unknown() })) })).default([]),
  pageToken: z.string().optional(),
});
export type ResultPage = z.infer<typeof ResultPage>;

/**
 * Converts the rows of a page to plain values: numbers, booleans, DATE as `2026-02-05`, TIMESTAMP as ISO 8601 in UTC with 3 decimals (6 when
 * it has microseconds). Throws for an INT64 that a JavaScript number cannot hold, and for a type that the port does not have.
 */
export function plainRows({ schema, rows }: ResultPage): readonly Readonly<Record<string, unknown>>[] {
  const fields = schema?.fields ?? [];
  return rows.map(({ f }) =>
    Object.fromEntries(fields.map(({ name, type }, index) => [name, plainValue(name, type, f[index]?.v)])),
  );
}

function plainValue(name: string, type: string, value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  const text = String(value);
  switch (type) {
    case 'STRING':
    case 'DATE':
      return text;
    case 'INTEGER':
    case 'INT64':
      return safeInteger(name, text);
    case 'FLOAT':
    case 'FLOAT64':
    case 'NUMERIC':
    case 'BIGNUMERIC':
      return Number(text);
    case 'BOOLEAN':
    case 'BOOL':
      return text === 'true';
    case 'TIMESTAMP':
      return isoTimestamp(text);
    default:
      throw new Error(`the column ${name} is ${type}, but rows can hold text, numbers, booleans, dates and timestamps`);
  }
}

function safeInteger(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`the column ${name} has ${text}, which is too large for a number`);
  return value;
}

/** BigQuery returns a TIMESTAMP as the number of microseconds since 1970. */
function isoTimestamp(text: string): string {
  const micros = Number(text);
  const millis = Math.floor(micros / MICROS_PER_MILLI);
  const rest = micros - millis * MICROS_PER_MILLI;
  const iso = new Date(millis).toISOString();
  return rest === 0 ? iso : `${iso.slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}
