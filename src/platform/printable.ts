const LAST_OF_FOUR_DIGITS = 0xffff;
/**
 * Matches control characters, lone surrogates, characters that reverse or hide text, and invisible tag characters. A
 * zero-width joiner is allowed only between two emoji, which it combines. Anywhere else it could hide text.
 */
const UNPRINTABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find
  /[\u0000-\u001f\u007f-\u009f\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\p{Cs}\u{e0000}-\u{e0fff}]|(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d|\u200d(?!\p{Extended_Pictographic})/gu;

/** Escapes unprintable characters as `\u001b`, so that a terminal does not execute them. */
export function escapeUnprintable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > LAST_OF_FOUR_DIGITS ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

export function hasUnprintable(text: string): boolean {
  return text.search(UNPRINTABLE) !== -1;
}

/**
 * Makes text that others typed safe to show in a message: puts it in double quotes, which the text cannot close, replaces backticks, and
 * escapes unprintable characters as `\u001b`.
 */
export function quoteText(text: string): string {
  return `"${withoutCode(escapeUnprintable(text)).replaceAll('"', "'")}"`;
}

/** Replaces backticks in foreign text, because backticks in messages mark commands that Tipoff suggests. */
export function withoutCode(text: string): string {
  return text.replaceAll('`', "'");
}
