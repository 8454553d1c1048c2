import { type InputField, inputFields } from '../../operations/kit/input-fields.ts';
import type { NextStep, Operation } from '../../operations/kit/operation.ts';
import { splitWords } from '../../operations/kit/typed-words.ts';

const PLACEHOLDER = /<.*>|…/;

/** The call that a command in a message stands for. Placeholders such as `<date>` are in `fill_in`. */
export type CommandCall = Pick<NextStep, 'operation' | 'arguments'> & { readonly fill_in: readonly string[] };

/** Reads a command as a message for people shows it, such as `predict slate --date today`. Returns undefined for other text. */
export function readCommand(text: string, operations: readonly Operation[]): CommandCall | undefined {
  const words = splitWords(text);
  const operation = [2, 1]
    .map((count) => operations.find(({ name }) => name === words.slice(0, count).join(' ')))
    .find((found) => found !== undefined);
  if (operation === undefined) return undefined;
  const given = valuesOf(operation, words.slice(operation.name.split(' ').length));
  const known = Object.entries(given).filter(([, value]) => !PLACEHOLDER.test(String(value)));
  const call = Object.fromEntries(known);
  const issues = operation.input.safeParse(call).error?.issues ?? [];
  const fill_in = [...new Set(issues.map(({ path }) => String(path[0] ?? '')))];
  const isComplete = fill_in.every((field) => field !== '' && call[field] === undefined);
  return isComplete ? { operation: operation.name, arguments: call, fill_in } : undefined;
}

type Values = Readonly<Record<string, string | boolean>>;

function valuesOf(operation: Operation, words: readonly string[]): Values {
  const { positionals, options } = inputFields(operation);
  const rest = [...words];
  const plain: string[] = [];
  const named: [string, string | boolean][] = [];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const flag = word;
    const field = options.find((option) => `--${option.flag}` === flag);
    if (field === undefined) plain.push(word);
    else named.push([field.name, field.takes === 'nothing' ? true : (rest.shift() ?? '')]);
  }
  return { ...Object.fromEntries(named), ...positionalValues(positionals, plain) };
}

/** The last positional field takes all remaining words. */
function positionalValues(positionals: readonly InputField[], words: readonly string[]): Values {
  const last = positionals.length - 1;
  const values = positionals.map(
    ({ name }, index) => [name, words.slice(index, index === last ? undefined : index + 1).join(' ')] as const,
  );
  return Object.fromEntries(values.filter(([, value]) => value !== ''));
}
