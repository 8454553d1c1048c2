import { inputFields } from './input-fields.ts';
import type { NextStep, Operation } from './operation.ts';

const WORD_AND_MORE = /^(\S+)\s+(\S.*)$/s;

type Given = Readonly<Record<string, unknown>>;
/** A call as it was probably meant; `fill_in` as of a next step. */
export interface InterpretedInput extends Pick<NextStep, 'operation'> {
  readonly arguments: Given;
  readonly fill_in: string[];
}

/**
 * How an input was probably meant that lacks what the operation needs. Words behind a value of one word are taken for the one field that is
 * missing, as in `claim worker fix the parser`; what is missing still is left open. Undefined where nothing is missing, and where that would
 * be refused, too.
 */
export function interpretInput(operation: Operation, given: Given): InterpretedInput | undefined {
  const { positionals, options } = inputFields(operation);
  const missing = [...positionals, ...options]
    .filter(({ name, presence }) => presence === 'required' && given[name] === undefined)
    .map(({ name }) => name);
  if (missing.length === 0) return undefined;
  const asItStands = { arguments: given, fill_in: missing };
  const meant = [...moved(given, positionals.at(-1)?.name, missing), asItStands].find((each) => isFit(operation, each));
  return meant && { operation: operation.name, ...meant };
}

type Candidate = Pick<InterpretedInput, 'arguments' | 'fill_in'>;

function moved(given: Given, last: string | undefined, missing: readonly string[]): readonly Candidate[] {
  const [, word, more] = WORD_AND_MORE.exec(last === undefined ? '' : String(given[last] ?? '')) ?? [];
  const [only, ...others] = missing;
  if (last === undefined || only === undefined || others.length > 0) return [];
  return [{ arguments: { ...given, [last]: word, [only]: more }, fill_in: [] }];
}

function isFit({ input }: Operation, { arguments: given, fill_in }: Candidate): boolean {
  const { error } = input.safeParse(given);
  return error === undefined || error.issues.every(({ path }) => fill_in.includes(path.join('.')));
}
