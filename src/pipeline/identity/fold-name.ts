/** Letters that Unicode does not decompose into a base letter and an accent. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  ð: 'd',
  ø: 'o',
  þ: 'th',
  đ: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  œ: 'oe',
};

/**
 * Returns the letters and digits of a name in lower case and without accents, for comparing names. `Dončić` becomes
 * `doncic`, and `O'Neal` becomes `oneal`.
 */
export function foldName(text: string): string {
  const letters = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]/gu, '');
  return letters.replace(/[ßæðøþđħıłœ]/g, (letter) => PLAIN_LETTERS[letter] ?? letter);
}
