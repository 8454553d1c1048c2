import type * as z from 'zod';
import { Problem } from '../../platform/problem.ts';
import { printable } from './printable.ts';

/** Parses what a door was given. Throws a `Problem` (`bad_input`) whose sentences name each field, its value and what works. */
export function parseInput<S extends z.ZodObject>(schema: S, given: unknown): z.infer<S> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const fields = Object.keys(schema.shape);
  throw new Problem({
    code: 'bad_input',
    message: result.error.issues.map((issue) => sentence(issue, fields)).join(' '),
  });
}

function sentence(issue: z.core.$ZodIssue, fields: readonly string[]): string {
  if (issue.code === 'unrecognized_keys') {
    const known = fields.length === 0 ? 'it takes none' : `it takes ${fields.join(', ')}`;
    return `Unknown field ${issue.keys.map(printable).join(', ')}: ${known}.`;
  }
  const field = issue.path.join('.');
  return field === '' ? `The input is wrong: ${issue.message}.` : `${field}: ${issue.message}.`;
}
