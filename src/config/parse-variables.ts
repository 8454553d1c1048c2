import type * as z from 'zod';
import { Problem } from '../platform/problem.ts';
import { shownValue } from './shown-value.ts';

/** Parses environment variables. Throws a `Problem` `bad_configuration` that names each wrong variable, its value and what to write. */
export function parseVariables<T>(schema: z.ZodType<T>, variables: Readonly<Record<string, unknown>>): T {
  const result = schema.safeParse(variables);
  if (result.success) return result.data;
  const sentences = result.error.issues.map((issue) => {
    const variable = String(issue.path[0]);
    return `The environment variable ${variable} ${shownValue(variable, variables[variable])}: ${issue.message}.`;
  });
  throw new Problem({ code: 'bad_configuration', message: [...new Set(sentences)].join(' ') });
}
