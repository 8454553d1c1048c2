/** The dashes that phones and word processors write for a hyphen or for two of them. */
const LONG_DASHES = '\\u2010-\\u2015\\u2212\\ufe58\\ufe63\\uff0d';
const ANY_LONG_DASH = new RegExp(`[${LONG_DASHES}]`, 'g');
const DASHES_BEFORE_A_NAME = new RegExp(`^(?:[${LONG_DASHES}][${LONG_DASHES}-]*|--[${LONG_DASHES}-]*)(?=[a-z])`, 'i');
const ONLY_DASHES = new RegExp(`^[${LONG_DASHES}-]+$`);
const WORD_WITH_A_NAME = new RegExp(`^(.+?)(?:[${LONG_DASHES}]+|--)([a-z][a-z0-9_-]*(?:=.*)?)$`, 'is');
const CURLY_DOUBLE = /[“”„‟«»″]/g;
const CURLY_SINGLE = /(^|[\s=])[‘‚‛]((?:[^‘’]|(?<=\p{L})’(?=\p{L}))*)’(?=\s|$)/gu;
const APOSTROPHE_IN_A_WORD = /(?<=\p{L})'(?=\p{L})/gu;
const OPENING_QUOTE = /^(|[^“”„«»]*=)[“„«]/;
const CLOSING_QUOTE = /[”“»]$/;

/** Replaces curly quotes with straight ones. An apostrophe inside a word does not start a quoted value. */
export function straightQuotes(text: string): string {
  const doubled = text.replace(CURLY_DOUBLE, '"').replace(CURLY_SINGLE, '$1"$2"');
  return doubled.replace(APOSTROPHE_IN_A_WORD, '’');
}

/** Replaces long dashes with hyphens, in a word that contains no prose: a verb, the name of an option, or a date. */
export function plainDashes(word: string): string {
  return word.replace(ANY_LONG_DASH, '-');
}

/** Writes an option as a keyboard does: phones replace the two hyphens of `--for` with a long dash. */
export function plainOption(word: string): string {
  const [dashes] = DASHES_BEFORE_A_NAME.exec(word) ?? [];
  if (dashes === undefined) return word;
  const [name = '', ...value] = word.slice(dashes.length).split('=');
  return `--${[plainDashes(name), ...value].join('=')}`;
}

export function isDash(word: string): boolean {
  return ONLY_DASHES.test(word);
}

/** Splits a word from an option that a dash joins to it, such as `filter—for`. Undefined for any other word. */
export function wordBeforeOption(word: string): { readonly before: string; readonly option: string } | undefined {
  const [, before, option] = WORD_WITH_A_NAME.exec(word) ?? [];
  return before === undefined || option === undefined ? undefined : { before, option };
}

/**
 * Joins the words between curly quotes, which a shell does not know, to one word: `--reason “fix the filter”`. Quotes
 * without their partner stay as they are.
 */
export function joinCurlyQuotes(words: readonly string[]): readonly string[] {
  const [first, ...following] = words;
  if (first === undefined) return [];
  const last = OPENING_QUOTE.test(first) ? closingWord(words) : -1;
  if (last === -1) return [first, ...joinCurlyQuotes(following)];
  const quoted = words.slice(0, last + 1).join(' ');
  return [quoted.replace(OPENING_QUOTE, '$1').replace(CLOSING_QUOTE, ''), ...joinCurlyQuotes(words.slice(last + 1))];
}

function closingWord([first = '', ...following]: readonly string[]): number {
  if (CLOSING_QUOTE.test(first.replace(OPENING_QUOTE, ''))) return 0;
  return 1 + following.findIndex((word) => CLOSING_QUOTE.test(word)) || -1;
}
