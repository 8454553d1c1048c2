const SHOWN_CHARACTERS = 60;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A value as it may stand in a message: in quotes, cut to 60 characters, with unprintable characters written as `\u001b`. */
export function printable(value: unknown): string {
  const text = typeof value === 'string' ? value : String(JSON.stringify(value));
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
  const cut = shown === text ? '' : ` (${text.length.toLocaleString('en-US')} characters)`;
  return `"${escapeUnprintable(shown)}"${cut}`;
}

/** Writes control characters, and those that turn or hide text, as `\u001b`, so that a terminal does not obey them. */
export function escapeUnprintable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export function hasUnprintable(text: string): boolean {
  return text.search(UNPRINTABLE) !== -1;
}
