import { receiptsOf } from '../../coordination/outbox/receipt.ts';
import { slatePostKey } from '../batch/announce-batch.ts';
import { mostValuableFirst, type SlatePicks } from '../pricing/slate-picks.ts';
import { picksAtTipoff } from './picks-at-tipoff.ts';
import { type RecordPicksDeps, readLedgerGames, readRuledOut } from './record-picks.ts';
import { shownSlates } from './shown-slate.ts';

/**
 * Completes the picks for a new version of a slate's message. A game that has tipped keeps exactly the picks that count
 * as published, because their prices can no longer be read and must not change.
 */
export async function keepTippedPicks(
  deps: RecordPicksDeps,
  gameDate: string,
  { picks, no_picks }: SlatePicks,
): Promise<SlatePicks> {
  const slates = shownSlates(await receiptsOf(deps.store, slatePostKey(gameDate)));
  if (slates.length === 0) return { picks, no_picks };
  const { tipped: games } = await readLedgerGames(deps, gameDate);
  const { ruledOut } = await readRuledOut(deps.store, gameDate);
  const kept = games
    .flatMap((game) => picksAtTipoff(game, { slates, ruledOut }))
    .flatMap(({ pick, withdrawnAt }) => (withdrawnAt === null ? pick : []));
  const tipped = new Set(games.map(({ gameId }) => gameId));
  const open = picks.filter(({ game_id }) => !tipped.has(game_id));
  return { picks: [...kept, ...open].toSorted(mostValuableFirst), no_picks: withoutKept(no_picks, kept.length) };
}

/** The new pricing counts a player with a kept pick among those without a pick, because his game has begun. */
function withoutKept({ game_started: started = 0, ...others }: SlatePicks['no_picks'], kept: number) {
  return started > kept ? { game_started: started - kept, ...others } : others;
}
