import { withoutSecrets } from '../../../coordination/tokens/token.ts';
import { quoteText } from '../../../platform/printable.ts';

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
