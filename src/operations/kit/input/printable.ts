import { withoutSecrets } from '../../../coordination/tokens/token.ts';

const SHOWN_CHARACTERS = 60;
const LAST_OF_FOUR_DIGITS = 0xffff;
const HALF_AT_END = /[\ud800-\udbff]$/;
/**
 * Matches control characters, lone surrogates, characters that reverse or hide text, and tag characters that only machines see. A
 * zero-width joiner is allowed only between two emoji, which it combines. Anywhere else it could hide text.
 */
const UNPRINTABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find
  /[\u0000-\u001f\u007f-\u009f\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\p{Cs}\u{e0000}-\u{e0fff}]|(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d|\u200d(?!\p{Extended_Pictographic})/gu;

/**
 * Makes a value safe to show in a message: quotes it, cuts it to 60 characters, removes backticks and token secrets, and escapes
 * unprintable characters as `\u001b`.
 */
export function quoteInput(value: unknown): string {
  const given = typeof value === 'string' || typeof value === 'number' ? String(value) : String(JSON.stringify(value));
  const text = withoutSecrets(given);
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS).replace(HALF_AT_END, '')}…` : text;
  const cut = shown === text ? '' : ` (${text.length.toLocaleString('en-US')} characters)`;
  return `"${withoutCode(escapeUnprintable(shown))}"${cut}`;
}

/** Replaces backticks in foreign text, because backticks in messages mark commands that Tipoff suggests. */
export function withoutCode(text: string): string {
  return text.replaceAll('`', "'");
}

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
