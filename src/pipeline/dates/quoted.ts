const MAX_LENGTH = 40;
/** A character is at most two units of a string. */
const MAX_UNITS = 2 * MAX_LENGTH + 2;
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** What someone gave us, fit to be repeated in a sentence: in quotes, cut and cleaned as in `printable`. */
export function quoted(value: string): string {
  return `"${printableText(value)}"`;
}

/** At most the first 40 characters, with `�` for each that cannot be printed (controls, direction marks, half pairs). */
export function printableText(value: string): string {
  const characters = [...value.slice(0, MAX_UNITS)];
  const kept = characters.slice(0, MAX_LENGTH).join('').replace(UNPRINTABLE, '�');
  return characters.length > MAX_LENGTH ? `${kept}…` : kept;
}
