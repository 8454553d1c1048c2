import { inputFields, type TypedCommand } from './input-fields.ts';
import type { NextStep } from './operation.ts';

const WORD_AND_MORE = /^(\S+)\s+(\S.*)$/s;

type Given = Readonly<Record<string, unknown>>;
/** The call that the caller probably meant. `fill_in` lists the required fields that are still missing. */
export interface InterpretedInput extends Pick<NextStep, 'operation'> {
  readonly arguments: Given;
  readonly fill_in: string[];
}

/**
 * Guesses the call that an incomplete input was meant to be. If one field is missing and the last positional has extra
 * words, these words become the missing field: `claim worker fix the parser`. Returns undefined when no field is
 * missing, or when the guessed call would be refused as well.
 */
export function interpretInput(operation: TypedCommand, given: Given): InterpretedInput | undefined {
  const { positionals, options } = inputFields(operation);
  const missing = [...positionals, ...options]
    .filter(({ name, presence }) => presence === 'required' && given[name] === undefined)
    .map(({ name }) => name);
  if (missing.length === 0) return undefined;
  const asGiven = { arguments: given, fill_in: missing };
  const meant = [...withWordsMoved(given, positionals.at(-1)?.name, missing), asGiven].find((each) =>
    isFit(operation, each),
  );
  return meant && { operation: operation.name, ...meant };
}

type Candidate = Pick<InterpretedInput, 'arguments' | 'fill_in'>;

function withWordsMoved(given: Given, last: string | undefined, missing: readonly string[]): readonly Candidate[] {
  const [, word, more] = WORD_AND_MORE.exec(last === undefined ? '' : String(given[last] ?? '')) ?? [];
  const [only, ...others] = missing;
  if (last === undefined || only === undefined || others.length > 0) return [];
  return [{ arguments: { ...given, [last]: word, [only]: more }, fill_in: [] }];
}

function isFit({ input }: TypedCommand, { arguments: given, fill_in }: Candidate): boolean {
  const { error } = input.safeParse(given);
  return error === undefined || error.issues.every(({ path }) => fill_in.includes(path.join('.')));
}
