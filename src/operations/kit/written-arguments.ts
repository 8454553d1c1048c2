import type { NextStep } from './operation.ts';

/** Stands where only the asker knows what belongs there. */
const TO_BE_FILLED_IN = '…';

/** The arguments of a step as people read them, with what they have to fill in. */
export function writtenArguments<V>({
  arguments: given,
  fill_in = [],
}: Pick<NextStep, 'fill_in'> & { readonly arguments: Readonly<Record<string, V>> }): Readonly<
  Record<string, V | string>
> {
  return { ...given, ...Object.fromEntries(fill_in.map((field) => [field, TO_BE_FILLED_IN])) };
}
