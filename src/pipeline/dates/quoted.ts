const MAX_LENGTH = 40;
/** A longer text is cut to this many UTF-16 code units before its characters are counted. */
const MAX_UNITS = 2 * MAX_LENGTH + 2;
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Quotes user input for a message. The text is shortened, and unprintable characters are replaced. */
export function quoted(value: string): string {
  return `"${printableText(value)}"`;
}

/**
 * Returns at most 40 characters of the text. Unprintable characters (controls, direction marks, half surrogate pairs)
 * become `�`.
 */
export function printableText(value: string): string {
  const characters = [...value.slice(0, MAX_UNITS)];
  const kept = characters.slice(0, MAX_LENGTH).join('').replace(UNPRINTABLE, '�');
  return characters.length > MAX_LENGTH ? `${kept}…` : kept;
}
