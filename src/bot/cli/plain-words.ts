import { joinCurlyQuotes, plainDashes, plainOption } from '../../operations/kit/typed-marks.ts';

/** A command has a name of at most two words. */
const NAME_WORDS = 2;
/** An option with one hyphen, which people type by mistake. */
const ONE_HYPHEN = /^-([a-z][a-z-]+(?:=.*)?)$/is;

/**
 * Writes the marks of phones and of word processors as a keyboard does: long dashes of options and verbs, and curly quotes,
 * which a shell does not know.
 */
export function plainWords(argv: readonly string[]): readonly string[] {
  const words = joinCurlyQuotes(argv).map(plainOption);
  return words.map((word, index) => (index < NAME_WORDS ? plainDashes(word) : word.replace(ONE_HYPHEN, '--$1')));
}
