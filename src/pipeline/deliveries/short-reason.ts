import { escapeUnprintable } from '../../platform/printable.ts';

const MAX_REASON = 120;
const HALF_AT_END = /[\ud800-\udbff]$/;

/**
 * Makes the text of an error short enough to count and safe to show: its first line, without unprintable characters,
 * and without backticks, which mark commands in messages.
 */
export function shortReason(text: string): string {
  const line = escapeUnprintable(text.split('\n', 1).join('')).replaceAll('`', "'");
  return line.length > MAX_REASON ? `${line.slice(0, MAX_REASON).replace(HALF_AT_END, '')}…` : line;
}

/** Quotes a text that Tipoff did not write, such as an error or a player's name. The text cannot close the quotes. */
export function quotedReason(text: string): string {
  return `"${shortReason(text).replaceAll('"', "'")}"`;
}
