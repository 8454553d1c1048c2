import * as z from 'zod';
import { inputFaults } from '../../../operations/kit/input/parse-input.ts';
import type { Operation } from '../../../operations/kit/operation.ts';
import { formFields } from './operation-form.ts';

const Chosen = z.object({ value: z.string() });
/** The value of one input: a text, a choice, or the ticked boxes. */
const InputValue = z.union([
  z.object({ selected_options: z.array(Chosen) }).transform((each) => (each.selected_options.length > 0 ? true : null)),
  z.object({ selected_option: Chosen.nullable() }).transform((each) => each.selected_option?.value ?? null),
  z.object({ value: z.string().nullable() }).transform((each) => each.value),
]);
const FormState = z.record(z.string(), z.record(z.string(), InputValue));

/** Reads the input of an operation from a submitted form. An empty field is left out, so it has its default. */
export function formValues(operation: Operation, state: unknown): Readonly<Record<string, unknown>> {
  const values = FormState.parse(state);
  const given = formFields(operation).flatMap(({ name, takes }) => {
    const value = values[name]?.[name] ?? null;
    if (value === null || (typeof value === 'string' && value.trim() === '')) return [];
    const lines = takes === 'values' && typeof value === 'string' ? value.split('\n').filter(Boolean) : value;
    return [[name, lines] as const];
  });
  return Object.fromEntries(given);
}

/**
 * Returns what is wrong with a submitted form, by field. Slack keeps the form open and shows it. A fault of no single
 * field stands at the first one.
 */
export function formErrors(
  operation: Operation,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  const names = formFields(operation).map(({ name }) => name);
  const errors: Record<string, string> = {};
  for (const { field, message } of inputFaults(operation.input, given)) {
    const shown = names.includes(field) ? field : names[0];
    if (shown !== undefined) errors[shown] = errors[shown] === undefined ? message : `${errors[shown]}; ${message}`;
  }
  return errors;
}
