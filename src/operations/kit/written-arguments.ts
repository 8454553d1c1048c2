import type { TypedCommand } from './input-fields.ts';
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

/** One argument of a call as a command line writes it: a word, or a value with the name of its field. */
export interface WrittenArgument {
  readonly name: string;
  readonly value: unknown;
  readonly form: 'word' | 'named';
}

/**
 * Puts the arguments of a call in the order in which a person types them. The positionals come first, as words. A value
 * after a field of several words has its name, so that it is not taken for a part of them.
 */
export function argumentsInOrder(
  { positionals, rest }: Pick<TypedCommand, 'positionals' | 'rest'>,
  given: Readonly<Record<string, unknown>>,
): readonly WrittenArgument[] {
  const values = Object.entries(given).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((each: unknown) => ({ name, value: each })),
  );
  const wordy = rest === undefined ? -1 : positionals.indexOf(rest);
  const leading = wordy === -1 ? positionals : positionals.slice(0, wordy + 1);
  const gap = leading.findIndex((name) => given[name] === undefined);
  const asWords = gap === -1 ? leading : leading.slice(0, gap);
  const order = ({ name }: { readonly name: string }) =>
    asWords.includes(name) ? asWords.indexOf(name) : asWords.length;
  return values
    .toSorted((a, b) => order(a) - order(b))
    .map((each) => ({ ...each, form: asWords.includes(each.name) ? 'word' : 'named' }));
}
