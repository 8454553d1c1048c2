import type { KnownBlock } from '@slack/types';
import type { ReplyData } from '../../../operations/registry.ts';
import { Instant } from '../../../platform/instant.ts';
import { chatTime } from './chat-time.ts';
import { rowsBlocks } from './data-blocks.ts';
import { count, inWords } from './figures.ts';
import { bold, bullets, code, dataText, line, paragraph, words } from './rich-text.ts';

const POISON_SHOWN = 5;
const MAX_BODY = 300;

/** Renders the players whose requests fail as a table, and the poison messages as a list with their quoted bodies. */
export function deadLetterBlocks({ players, poison }: ReplyData<'batch dead-letters'>): readonly KnownBlock[] {
  const rows = players.map(({ player_name, team, status, reason, attempts, last_error, failed_at }) => ({
    player: `${player_name} (${team})`,
    state: status === 'requested' ? 'still open' : inWords(reason),
    attempts,
    'last error': last_error,
    failed: failed_at === null ? null : shownTime(failed_at),
  }));
  return [...(rows.length === 0 ? [] : rowsBlocks(rows)), ...poisonBlocks(poison)];
}

function poisonBlocks(poison: ReplyData<'batch dead-letters'>['poison']): readonly KnownBlock[] {
  if (poison.length === 0) return [];
  const items = poison
    .slice(0, POISON_SHOWN)
    .map(({ message_id, reason, body, received_at }) =>
      line(
        bold(message_id),
        words(` at ${shownTime(received_at)}: `),
        dataText(reason),
        words(' '),
        code(body === '' ? '(empty body)' : body.slice(0, MAX_BODY)),
      ),
    );
  const more = poison.length - POISON_SHOWN;
  return [
    paragraph(line(words('Poison messages:'))),
    bullets(...items),
    ...(more > 0 ? [paragraph(line(words(`… and ${count(more)} more`)))] : []),
  ];
}

function shownTime(instant: string): string {
  const at = Instant.parse(instant);
  return chatTime(at);
}
