const MAX_LENGTH = 40;
/** A character has at most two UTF-16 code units. */
const MAX_UNITS = 2 * MAX_LENGTH + 2;
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Input from a user, in a form that is safe to repeat in a message: quoted, shortened and cleaned like `printableText`. */
export function quoted(value: string): string {
  return `"${printableText(value)}"`;
}

/** The first 40 characters at most. Unprintable ones (controls, direction marks, half surrogate pairs) become `�`. */
export function printableText(value: string): string {
  const characters = [...value.slice(0, MAX_UNITS)];
  const kept = characters.slice(0, MAX_LENGTH).join('').replace(UNPRINTABLE, '�');
  return characters.length > MAX_LENGTH ? `${kept}…` : kept;
}
