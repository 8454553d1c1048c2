import type { Parameter } from '../../platform/warehouse.ts';

const PARAMETER = /@(\w+)/g;
const COMMENT = /--[^\n]*/g;

/** The dates and the time of the estimates. */
export interface SampleTimes {
  /** The first date of the season. */
  readonly from: string;
  readonly date: string;
}

/**
 * Returns the parameters of a statement, each with the type that its name has in all statements. Only dates decide what a query reads, so any
 * value will do for the others.
 */
export function sampleParameters(text: string, times: SampleTimes): Readonly<Record<string, Parameter>> {
  const names = [...text.replace(COMMENT, '').matchAll(PARAMETER)].map(([, name = '']) => name);
  return Object.fromEntries([...new Set(names)].map((name) => [name, sampleOf(name, times)]));
}

function sampleOf(name: string, { from, date }: SampleTimes): Parameter {
  if (name === 'from_date' || name === 'first_date') return { type: 'DATE', value: from };
  if (name.endsWith('_date')) return { type: 'DATE', value: date };
  if (name === 'now' || name === 'as_of' || name.endsWith('_at'))
    return { type: 'TIMESTAMP', value: `${date}T23:00:00Z` };
  if (/^(?:is|with|whole)_/.test(name)) return { type: 'BOOL', value: false };
  if (WHOLE_NUMBERS.test(name)) return { type: 'INT64', value: 1 };
  return FRACTIONS.test(name) ? { type: 'FLOAT64', value: 1.5 } : { type: 'STRING', value: 'sample' };
}

const WHOLE_NUMBERS = /^(?:generation|sequence|grading_run|price|most_points)$|_(?:days|hours|minutes|count|players)$/;
const FRACTIONS = /^(?:line|probability|expected_value|predicted_points)$/;
