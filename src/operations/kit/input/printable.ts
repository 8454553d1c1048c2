import { withoutSecrets } from '../../../coordination/tokens/token.ts';
import { escapeUnprintable } from '../../../platform/printable.ts';

const SHOWN_CHARACTERS = 60;
const HALF_AT_END = /[\ud800-\udbff]$/;

/**
 * An input value for a message: quoted as by `quoteText`, without token secrets, and cut to 60 characters.
 */
export function quoteInput(value: unknown): string {
  const given = typeof value === 'string' || typeof value === 'number' ? String(value) : String(JSON.stringify(value));
  const text = withoutSecrets(given);
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS).replace(HALF_AT_END, '')}…` : text;
  const cut = shown === text ? '' : ` (${text.length.toLocaleString('en-US')} characters)`;
  return `${quoteText(shown)}${cut}`;
}

/**
 * Text that others typed, for a message: in double quotes, which the text cannot close, without backticks, and with unprintable characters
 * escaped.
 */
export function quoteText(text: string): string {
  return `"${withoutCode(escapeUnprintable(text)).replaceAll('"', "'")}"`;
}

/** Replaces backticks, because in messages they mark commands that Tipoff suggests. */
export function withoutCode(text: string): string {
  return text.replaceAll('`', "'");
}
