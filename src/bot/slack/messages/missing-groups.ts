import type { KnownBlock } from '@slack/types';
import type { StallCard } from '../../../pipeline/batch/batch-announcements.ts';
import type { MissingGroup, MissingWhy } from '../../../pipeline/batch/missing-groups.ts';
import { count } from './figures.ts';
import { bold, bullets, dataText, line, words } from './rich-text.ts';

/** Why players are missing, as people read it. */
export const MISSING_REASONS = {
  ruled_out: 'Out since the batch started',
  retrying: 'Retried after an error',
  not_published: 'Not sent to the workers yet',
  asked_again: 'Requested again, not answered yet',
  no_answer: 'Requested, never answered',
  late: 'Answered too late',
} as const satisfies Record<MissingWhy, string>;

/** Lists the missing players of a stalled batch by the reason why they are missing. */
export function missingGroups({ groups }: Pick<StallCard, 'groups'>): readonly KnownBlock[] {
  return groups.length === 0 ? [] : [bullets(...groups.map(groupLine))];
}

function groupLine({ why, error, players, named }: MissingGroup) {
  const reason = error === null ? MISSING_REASONS[why] : `${MISSING_REASONS[why]} (${error})`;
  const names = named.flatMap(({ player_name, team }, index) => [
    words(index === 0 ? '' : ', '),
    dataText(`${player_name} (${team})`),
  ]);
  const more = players - named.length;
  return line(
    bold(`${reason}: ${count(players)}`),
    words(' · '),
    ...names,
    ...(more > 0 ? [words(` and ${count(more)} more`)] : []),
  );
}
