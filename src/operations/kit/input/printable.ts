import { withoutSecrets } from '../../../coordination/tokens/token.ts';

const SHOWN_CHARACTERS = 60;
const LAST_OF_FOUR_DIGITS = 0xffff;
const HALF_AT_END = /[\ud800-\udbff]$/;
/**
 * Controls, what turns or hides text, halves of characters, and the tags by which a text says something to machines alone. A joiner between
 * two pictures makes one of them, 👩 and 💻; elsewhere it hides.
 */
const UNPRINTABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find
  /[\u0000-\u001f\u007f-\u009f\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\p{Cs}\u{e0000}-\u{e0fff}]|(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d|\u200d(?!\p{Extended_Pictographic})/gu;

/**
 * A value as it may stand in a message: in quotes, without code or the secret of a token, cut to 60 characters, with unprintable characters
 * written as `\u001b`.
 */
export function quoteInput(value: unknown): string {
  const given = typeof value === 'string' || typeof value === 'number' ? String(value) : String(JSON.stringify(value));
  const text = withoutSecrets(given);
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS).replace(HALF_AT_END, '')}…` : text;
  const cut = shown === text ? '' : ` (${text.length.toLocaleString('en-US')} characters)`;
  return `"${withoutCode(escapeUnprintable(shown))}"${cut}`;
}

/** What somebody wrote, for a message in which backticks mark a command: those are ours to offer. */
export function withoutCode(text: string): string {
  return text.replaceAll('`', "'");
}

/** Writes control characters, and those that turn or hide text, as `\u001b`, so that a terminal does not obey them. */
export function escapeUnprintable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > LAST_OF_FOUR_DIGITS ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

export function hasUnprintable(text: string): boolean {
  return text.search(UNPRINTABLE) !== -1;
}
