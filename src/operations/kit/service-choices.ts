import { GLOBAL } from '../../coordination/deploy-locks/lock.ts';
import type { InputField } from './input-fields.ts';

const SERVICE_FIELD = 'service';

/**
 * The values that a person may choose for a field: the values of its schema, or the services of the configuration. A
 * field takes `global` only if its description says so. Undefined for a field with free text.
 */
export function choicesOf(
  { name, description, choices }: InputField,
  services: readonly string[],
): readonly string[] | undefined {
  if (name !== SERVICE_FIELD) return choices;
  return description.includes(GLOBAL) ? [...services, GLOBAL] : services;
}
