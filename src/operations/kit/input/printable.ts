import { withoutSecrets } from '../../../coordination/tokens/token.ts';
import { escapeUnprintable } from '../../../platform/printable.ts';

const SHOWN_CHARACTERS = 60;
const HALF_AT_END = /[\ud800-\udbff]$/;

/** Makes an input value safe to show in a message: removes token secrets, cuts it to 60 characters, and quotes it as `quoteText` does. */
export function quoteInput(value: unknown): string {
  const given = typeof value === 'string' || typeof value === 'number' ? String(value) : String(JSON.stringify(value));
  const text = withoutSecrets(given);
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS).replace(HALF_AT_END, '')}…` : text;
  const cut = shown === text ? '' : ` (${text.length.toLocaleString('en-US')} characters)`;
  return `${quoteText(shown)}${cut}`;
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
