import type { KnownBlock } from '@slack/types';
import type { UnpredictedPlayer } from '../../../pipeline/results/slate-detail.ts';
import { count, inWords } from './figures.ts';
import { bold, bullets, dataText, line, words } from './rich-text.ts';

const MAX_NAMES_A_REASON = 30;

/**
 * Lists the players without a prediction by reason, the most common reason first. `total` also counts players that
 * `players` omits.
 */
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
      dataText(player_name),
      words(' '),
      dataText(`(${team})`),
    ]);
  const more = who.length - MAX_NAMES_A_REASON;
  return line(bold(inWords(reason)), words(': '), ...named, ...(more > 0 ? [words(` and ${count(more)} more`)] : []));
}
