import { escapeUnprintable } from '../../../operations/kit/input/printable.ts';

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';
const ELLIPSIS = '…';

/**
 * Text from data as it may stand in a block that parses nothing: control and direction characters visible, cut to `maxLength`, and fenced so
 * that a name written from right to left does not turn what stands around it.
 */
export function safeText(text: string, maxLength: number): string {
  return fenced(cut(escapeUnprintable(text), maxLength - 2));
}

/** A text of several lines, such as an operation's message, as `shown`. */
export function safeLines(text: string, maxLength: number): string {
  const visible = text.split('\n').map(escapeUnprintable).join('\n');
  return cut(visible, maxLength).split('\n').map(fenced).join('\n');
}

/** Text for the one place where Slack always parses, a message's `text`: no mention, channel ping or link can come of it. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Cuts to a number of UTF-16 units, the ellipsis among them, and never within a character. */
function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const head = text.slice(0, maxLength - 1);
  return `${/[\ud800-\udbff]$/.test(head) ? head.slice(0, -1) : head}${ELLIPSIS}`;
}

function fenced(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `${FIRST_STRONG_ISOLATE}${text}${POP_ISOLATE}` : text;
}
