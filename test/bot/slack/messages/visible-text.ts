import type { SlackMessage } from '#src/bot/slack/messages/slack-message.ts';

const WITHIN_A_LINE = ['text', 'plain_text'];

/** Every text that a person can see in some blocks, in order, one line per part. */
export function visibleText(part: unknown): string {
  if (Array.isArray(part)) return part.map(visibleText).join('');
  if (part === null || typeof part !== 'object') return '';
  const texts = Object.entries(part).map(([key, value]) =>
    key === 'text' && typeof value === 'string' ? value : visibleText(value),
  );
  const end = 'type' in part && !WITHIN_A_LINE.includes(String(part.type)) ? '\n' : '';
  return `${texts.join('')}${end}`;
}

/** The same for a whole message. */
export function seen({ text, blocks }: SlackMessage): string {
  return `${text}\n${visibleText(blocks)}`;
}
