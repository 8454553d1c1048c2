import { foldName } from './fold-name.ts';

/** One way to read a written name. The words are folded, first name first, without the suffix. */
export interface NameReading {
  readonly words: readonly string[];
  readonly suffix: NameSuffix | null;
}

type NameSuffix = 'jr' | 'sr' | 'ii' | 'iii' | 'iv' | 'v';

const SUFFIXES: Readonly<Record<string, NameSuffix>> = {
  jr: 'jr',
  junior: 'jr',
  sr: 'sr',
  senior: 'sr',
  ii: 'ii',
  '2nd': 'ii',
  iii: 'iii',
  '3rd': 'iii',
  iv: 'iv',
  '4th': 'iv',
  v: 'v',
};

const MIN_WORDS_WITH_SUFFIX = 2;

/**
 * Returns the possible readings of a written name, the most likely one first. It reads "Last, First", a last name that
 * is written first, and a cell that contains the name twice.
 */
export function readName(text: string): readonly NameReading[] {
  const written = text.normalize('NFC').trim().replace(/\s+/g, ' ');
  const names = new Set([written, ...halves(written)]);
  return [...names].flatMap(readingsOf);
}

function readingsOf(name: string): readonly NameReading[] {
  const parts = name.split(',').map(wordsOf);
  const suffixes = parts.map((words) => suffixOf(words));
  const suffix = suffixes.find((found) => found !== null) ?? null;
  const named = parts.map((words, index) => (suffixes[index] === null ? words : words.slice(0, -1)));
  const [first = [], ...others] = named.filter((words) => words.length > 0);
  if (others.length > 0) return [{ words: [...others.flat(), ...first], suffix }];
  if (first.length < 2) return first.length === 0 ? [] : [{ words: first, suffix }];
  const lastNameFirst = [...first.slice(1), ...first.slice(0, 1)];
  const lastWordFirst = [...first.slice(-1), ...first.slice(0, -1)];
  return [first, lastNameFirst, lastWordFirst].map((words) => ({ words, suffix }));
}

function wordsOf(part: string): readonly string[] {
  return part
    .split(/[\s_]+/)
    .map(foldName)
    .filter((word) => word !== '');
}

/** Returns the suffix that a part of a name ends with, or null. A name of one word is a suffix only after a comma. */
function suffixOf(words: readonly string[]): NameSuffix | null {
  const last = words.at(-1);
  if (last === undefined || words.length < MIN_WORDS_WITH_SUFFIX) return last === undefined ? null : aloneSuffix(last);
  return SUFFIXES[last] ?? null;
}

function aloneSuffix(word: string): NameSuffix | null {
  return word === 'v' ? null : (SUFFIXES[word] ?? null);
}

/**
 * Returns the name that a doubled cell contains: `LeBron James LeBron James`, or the form of some web pages,
 * `L. JamesLeBron James`, in which an initial with the last name precedes the whole name.
 */
function halves(text: string): readonly string[] {
  const middle = Math.floor(text.length / 2);
  const [first, second] = [text.slice(0, middle).trim(), text.slice(text.length - middle).trim()];
  if (foldName(first) === foldName(second) && foldName(first) !== '') return [second];
  const initial = /^(\p{Letter})\.\s*/u.exec(text);
  if (initial === null) return [];
  for (let start = initial[0].length + 1; start < text.length - 1; start += 1) {
    const whole = text.slice(start).trim();
    const lastName = foldName(text.slice(initial[0].length, start));
    if (foldName(whole).startsWith(foldName(initial[0])) && isLastNameOf(lastName, whole)) return [whole];
  }
  return [];
}

/** Returns whether the last words of a whole name are this last name, which may have a suffix. */
function isLastNameOf(lastName: string, whole: string): boolean {
  const words = whole.split(' ');
  return words.some((_word, index) => index > 0 && foldName(words.slice(index).join('')) === lastName);
}
