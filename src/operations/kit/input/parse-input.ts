import type * as z from 'zod';
import { Problem } from '../../../platform/problem.ts';
import { quoteInput } from './printable.ts';

/**
 * Parses an input. A field that is null counts as absent. Throws a `Problem` `bad_input` that names each faulty field, its value and what to
 * write.
 */
export function parseInput<S extends z.ZodObject>(schema: S, given: unknown): z.infer<S> {
  const result = schema.safeParse(withoutNulls(schema, given), { error: plainMessage });
  if (result.success) return result.data;
  const fields = Object.keys(schema.shape);
  throw new Problem({
    code: 'bad_input',
    message: result.error.issues.map((issue) => sentence(issue, fields)).join(' '),
  });
}

/** One fault of an input. `field` is empty if the fault concerns no single field. */
export interface InputFault {
  readonly field: string;
  readonly message: string;
}

/** Returns the faults of an input, with the same words as `parseInput`. */
export function inputFaults(schema: z.ZodObject, given: unknown): readonly InputFault[] {
  const { error } = schema.safeParse(given, { error: plainMessage });
  return (error?.issues ?? []).map(({ path, message }) => ({ field: path.join('.'), message }));
}

/** Removes the fields that are null, because many clients send null for a field that they leave out. */
function withoutNulls({ shape }: z.ZodObject, given: unknown): unknown {
  if (given === null || typeof given !== 'object' || Array.isArray(given)) return given;
  return Object.fromEntries(
    Object.entries(given).filter(([name, value]) => value !== null || !Object.hasOwn(shape, name)),
  );
}

/**
 * Returns the error message for an input field whose schema defines none. If it returns undefined, zod writes the
 * message.
 */
function plainMessage(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') return wrongType(issue);
  if (typeof issue.input === 'number' && issue.code === 'too_small')
    return `${givenValue(issue.input)}; write ${issue.minimum} or more`;
  if (typeof issue.input === 'number' && issue.code === 'too_big')
    return `${givenValue(issue.input)}; write ${issue.maximum} or less`;
  if (issue.code !== 'invalid_value') return undefined;
  const values = issue.values.map((value) => String(value)).join(', ');
  return `${givenValue(issue.input)}; write one of ${values}`;
}

function wrongType({ expected, input }: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidType>): string {
  if (expected === 'boolean') return `${givenValue(input)}; write true or false`;
  if (expected === 'object') return `${givenValue(input)}; send an object such as {}`;
  return `${givenValue(input)}; write ${expected === 'int' ? 'a whole number' : `a ${expected}`}`;
}

function givenValue(input: unknown): string {
  return input === undefined ? 'is missing' : `${quoteInput(input)} is not accepted`;
}

function sentence(issue: z.core.$ZodIssue, fields: readonly string[]): string {
  if (issue.code === 'unrecognized_keys') {
    const known = fields.length === 0 ? 'it takes none' : `it takes ${fields.join(', ')}`;
    return `Unknown field ${issue.keys.map(quoteInput).join(', ')}: ${known}.`;
  }
  const field = issue.path.join('.');
  return field === '' ? `The input is wrong: ${issue.message}.` : `${field}: ${issue.message}.`;
}
