import type { KnownBlock } from '@slack/types';
import type { UnpredictedPlayer } from '../../../pipeline/results/slate-detail.ts';
import { count, inWords } from './figures.ts';
import { bold, bullets, line, said, words } from './rich-text.ts';

const MAX_NAMES_A_REASON = 30;

/** Who has no prediction, by reason, the commonest first; `total` counts those beyond the list too. */
export function unpredictedPlayers(players: readonly UnpredictedPlayer[], total: number): readonly KnownBlock[] {
  if (players.length === 0) return [];
  const reasons = Object.entries(Object.groupBy(players, ({ reason }) => reason))
    .map(([reason, who = []]) => ({ reason, who }))
    .toSorted((a, b) => b.who.length - a.who.length);
  const items = reasons.map(({ reason, who }) => reasonLine(reason, who));
  const unnamed = total - players.length;
  const rest = unnamed > 0 ? [line(words(`… and ${count(unnamed)} more`))] : [];
  return [bullets(...items, ...rest)];
}

function reasonLine(reason: string, who: readonly UnpredictedPlayer[]) {
  const named = who
    .slice(0, MAX_NAMES_A_REASON)
    .flatMap(({ player_name, team }, index) => [
      words(index === 0 ? '' : ', '),
      said(player_name),
      words(' '),
      said(`(${team})`),
    ]);
  const more = who.length - MAX_NAMES_A_REASON;
  return line(bold(inWords(reason)), words(': '), ...named, ...(more > 0 ? [words(` and ${count(more)} more`)] : []));
}
