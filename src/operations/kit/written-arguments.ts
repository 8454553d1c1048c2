import type { NextStep } from './operation.ts';

/** The placeholder for values that only the caller knows. */
const TO_BE_FILLED_IN = '…';

/** Returns the arguments of a step for display, with a placeholder for each field to fill in. */
export function writtenArguments<V>({
  arguments: given,
  fill_in = [],
}: Pick<NextStep, 'fill_in'> & { readonly arguments: Readonly<Record<string, V>> }): Readonly<
  Record<string, V | string>
> {
  return { ...given, ...Object.fromEntries(fill_in.map((field) => [field, TO_BE_FILLED_IN])) };
}
