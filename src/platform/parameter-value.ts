import * as z from 'zod';
import type { Parameter, ParameterValue } from './warehouse.ts';

const DATE_TEXT = z.iso.date();
const TIMESTAMP_TEXT = z.iso.datetime({ offset: true });

/** Throws when the value of a statement's parameter does not have the declared type. Null fits every type. */
export function assertParameterFits(statement: string, name: string, { type, value }: Parameter): void {
  if (value === null || fits({ type, value })) return;
  throw new Error(`statement ${statement}: @${name} must be ${type}, not ${String(value)}`);
}

function fits({
  type,
  value,
}: {
  readonly type: Parameter['type'];
  readonly value: NonNullable<ParameterValue>;
}): boolean {
  switch (type) {
    case 'STRING':
      return typeof value === 'string';
    case 'INT64':
      return Number.isSafeInteger(value);
    case 'FLOAT64':
      return typeof value === 'number';
    case 'BOOL':
      return typeof value === 'boolean';
    case 'DATE':
      return DATE_TEXT.safeParse(value).success;
    case 'TIMESTAMP':
      return TIMESTAMP_TEXT.safeParse(value).success;
  }
}
