import { inputFields, type TypedCommand } from './input-fields.ts';

type Values = Readonly<Record<string, unknown>>;

/** Whether a field of a command accepts a value. */
export function isAccepted({ input }: Pick<TypedCommand, 'input'>, field: string, value: unknown): boolean {
  const schema = input.shape[field];
  return schema !== undefined && 'safeParse' in schema && schema.safeParse(value).success;
}

/** The field that takes the words which the positionals leave; undefined for a command that takes no words. */
export function restField({ rest, positionals }: Pick<TypedCommand, 'rest' | 'positionals'>): string | undefined {
  return rest ?? positionals.at(-1);
}

/**
 * Gives the words without a key to the fields of a command. Each positional before the field `rest` takes one word from
 * the front. Each positional after it takes one word from the end, if its schema accepts that word. `rest` takes all
 * others, so `player LeBron James 2026-02-05` holds a name and a date. `named` holds the values that were typed with a
 * key; `left` holds the words that no field takes.
 */
export function assignWords(
  command: Omit<TypedCommand, 'name'>,
  words: readonly string[],
  named: Values,
): { readonly values: Values; readonly left: readonly string[] } {
  const rest = restField(command);
  if (rest === undefined) return { values: {}, left: words };
  const names = inputFields(command).positionals.map(({ name }) => name);
  const at = names.includes(rest) ? names.indexOf(rest) : names.length;
  const front = names.slice(0, at).filter((name) => named[name] === undefined);
  const before = front.flatMap((name, index) => pair(name, words[index]));
  const following = names.slice(at + 1).filter((name) => named[name] === undefined);
  const { taken, middle } = takeFromEnd(command, following, {
    words: words.slice(front.length),
    mostTaken: named[rest] === undefined ? words.length - front.length - 1 : words.length,
  });
  const all = typeof named[rest] === 'string' ? [named[rest], ...middle] : middle;
  const joined = middle.length === 0 ? [] : pair(rest, all.join(' '));
  return { values: Object.fromEntries([...before, ...joined, ...taken]), left: [] };
}

type Pair = readonly [field: string, value: string];

/** Gives words from the end to the fields that accept them, the last field first. */
function takeFromEnd(
  command: Omit<TypedCommand, 'name'>,
  fields: readonly string[],
  { words, mostTaken }: { readonly words: readonly string[]; readonly mostTaken: number },
): { readonly taken: readonly Pair[]; readonly middle: readonly string[] } {
  const middle = [...words];
  const taken: Pair[] = [];
  for (const name of fields.toReversed()) {
    const word = middle.at(-1);
    if (word === undefined || taken.length >= mostTaken || !isAccepted(command, name, word)) continue;
    taken.push([name, word]);
    middle.pop();
  }
  return { taken, middle };
}

function pair(name: string, word: string | undefined): readonly Pair[] {
  return word === undefined ? [] : [[name, word]];
}
