const MAX_LENGTH = 40;
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** What someone gave us, fit to be repeated in a sentence: in quotes, at most 40 characters of it, what cannot be printed as `�`. */
export function quoted(value: string): string {
  const characters = [...value.slice(0, 4 * MAX_LENGTH).replace(UNPRINTABLE, '�')];
  const cut = characters.length > MAX_LENGTH ? '…' : '';
  return `"${characters.slice(0, MAX_LENGTH).join('')}${cut}"`;
}
