import { enqueuePosts } from '../../coordination/outbox/post.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import { instantFromDate } from '../../platform/instant.ts';
import { readClosedGames } from '../batch/closed-games.ts';
import { gameDateOf, previousGameDate } from '../dates/game-date.ts';
import { readInjuryReports } from '../player/injury-reports.ts';
import { ruledOutReason } from '../player/predict-player.ts';
import { type ActivePlayerDeps, readActivePlayers } from './find-ruled-out.ts';
import { WITHDRAWALS, type Withdrawal, type WithdrawnPlayer, withdrawalRef } from './withdrawal.ts';
import { playerBackPost } from './withdrawal-announcements.ts';

/** A player who may play again, but whose predictions are still withdrawn. */
export interface PlayerBack {
  readonly withdrawal: Withdrawal;
  readonly player: WithdrawnPlayer;
  /** The status of the newest report; null when it no longer lists the player. */
  readonly status: string | null;
}

/**
 * Announces each withdrawn player who is no longer out, once, and offers a re-run. Nothing is announced after the tip-off,
 * nor for a player who has new predictions.
 */
export async function announcePlayersBack(deps: ActivePlayerDeps): Promise<readonly PlayerBack[]> {
  const announced: PlayerBack[] = [];
  for (const [gameDate, newest] of await newestWithdrawals(deps)) {
    for (const back of await findPlayersBack(deps, gameDate, newest)) {
      if ((await announcePlayerBack(deps.store, back)) === 'announced') announced.push(back);
    }
  }
  return announced;
}

type WithdrawnOnce = Pick<PlayerBack, 'withdrawal' | 'player'>;

/** Reads the newest withdrawal of each player, by game date. Only dates whose games may not have tipped are read. */
async function newestWithdrawals({
  store,
  now,
}: ActivePlayerDeps): Promise<ReadonlyMap<string, readonly WithdrawnOnce[]>> {
  const from = previousGameDate(gameDateOf(now()));
  const found = await store.query({ collection: WITHDRAWALS }, { where: [['game_date', '>=', from]] });
  const done = found.map(({ data }) => data).filter(({ state }) => state === 'done');
  const oldestFirst = done.toSorted((a, b) => a.withdrawn_at.localeCompare(b.withdrawn_at));
  const newest = new Map(
    oldestFirst.flatMap((withdrawal) =>
      withdrawal.players.map((player) => [`${withdrawal.game_date} ${player.player_lookup}`, { withdrawal, player }]),
    ),
  );
  const waiting = [...newest.values()].filter(({ player }) => !player.is_back);
  return Map.groupBy(waiting, ({ withdrawal }) => withdrawal.game_date);
}

async function findPlayersBack(
  deps: ActivePlayerDeps,
  gameDate: string,
  withdrawn: readonly WithdrawnOnce[],
): Promise<readonly PlayerBack[]> {
  const { warehouse, now } = deps;
  const nowAt = instantFromDate(now());
  const reports = await readInjuryReports(warehouse, { gameDate, knownAt: nowAt, now: nowAt });
  const closed = await readClosedGames({ warehouse }, { gameDate, now: now() });
  const tipped = new Set(closed.map(({ game_id }) => game_id));
  const predictedAgain = new Set((await readActivePlayers(deps)).map(({ player_lookup }) => player_lookup));
  return withdrawn.flatMap(({ withdrawal, player }) => {
    const status = reports.get(player.player_lookup)?.status ?? null;
    const isBack = ruledOutReason(status ?? undefined) === undefined;
    const isOver = tipped.has(player.game_id) || predictedAgain.has(player.player_lookup);
    return isBack && !isOver ? [{ withdrawal, player, status }] : [];
  });
}

function announcePlayerBack(
  store: DocumentStore,
  { withdrawal, player, status }: PlayerBack,
): Promise<'announced' | 'announced-before'> {
  const ref = withdrawalRef(withdrawal.withdrawal_id);
  return store.transaction(async (transaction) => {
    const players = (await transaction.get(ref))?.data.players ?? [];
    const found = players.find(({ player_lookup }) => player_lookup === player.player_lookup);
    if (found === undefined || found.is_back) return 'announced-before';
    await enqueuePosts(transaction, [playerBackPost(withdrawal, player, status)]);
    const changed = players.map((each) => (each === found ? { ...each, is_back: true } : each));
    transaction.update(ref, { players: changed });
    return 'announced';
  });
}
