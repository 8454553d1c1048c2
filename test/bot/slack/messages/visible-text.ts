import type { SlackMessage } from '#src/bot/slack/messages/slack-message.ts';

/** The keys of texts. A client that shows no dates shows the fallback of a date. */
const SHOWN = ['text', 'fallback'];
const WITHIN_A_LINE = ['text', 'plain_text', 'date'];

/** Every text that a person can see in some blocks, in order, one line per part. */
export function visibleText(part: unknown): string {
  if (Array.isArray(part)) return part.map(visibleText).join('');
  if (part === null || typeof part !== 'object') return '';
  const texts = Object.entries(part).map(([key, value]) =>
    SHOWN.includes(key) && typeof value === 'string' ? value : visibleText(value),
  );
  const end = 'type' in part && !WITHIN_A_LINE.includes(String(part.type)) ? '\n' : '';
  return `${texts.join('')}${end}`;
}

/** The same for a whole message. */
export function seen({ text, blocks }: SlackMessage): string {
  return `${text}\n${visibleText(blocks)}`;
}
