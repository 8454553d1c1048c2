import { escapeUnprintable } from '../../../platform/printable.ts';

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';
const ELLIPSIS = '…';

/**
 * Makes text from data safe for a block in which Slack parses nothing. Control and direction characters become visible,
 * the text is cut to `maxLength`, and right-to-left text is isolated so that it does not reorder the text around it.
 */
export function safeText(text: string, maxLength: number): string {
  return isolated(cut(escapeUnprintable(text), maxLength - 2));
}

/**
 * Makes a text of several lines safe for a block in which Slack parses nothing. An operation's message is such a text.
 */
export function safeLines(text: string, maxLength: number): string {
  const visible = text.split('\n').map(escapeUnprintable).join('\n');
  return cut(visible, maxLength).split('\n').map(isolated).join('\n');
}

/**
 * Escapes the `text` of a message, which Slack always parses. The text then creates no mention, channel ping or link.
 */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Cuts a text to a number of UTF-16 units, which includes the ellipsis. Never cuts within a character. */
function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const head = text.slice(0, maxLength - 1);
  return `${/[\ud800-\udbff]$/.test(head) ? head.slice(0, -1) : head}${ELLIPSIS}`;
}

function isolated(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `${FIRST_STRONG_ISOLATE}${text}${POP_ISOLATE}` : text;
}
