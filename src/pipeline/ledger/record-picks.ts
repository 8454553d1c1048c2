import * as z from 'zod';
import { markRead, unreadReceipts } from '../../coordination/outbox/receipt.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { gameDateOf } from '../dates/game-date.ts';
import { isSampleLeague } from '../import/is-sample.ts';
import { WITHDRAWALS } from '../withdrawals/withdrawal.ts';
import { picksAtTipoff, type RuledOutPlayer, type TippedGame } from './picks-at-tipoff.ts';
import { pickIdOf, recordPick } from './record-pick.ts';
import { type ShownSlate, shownSlates } from './shown-slate.ts';

const Game = z.object({ game_id: z.string(), tipoff_at: z.string() });
const RecordedPick = z.object({ pick_id: z.string() });

export interface RecordPicksDeps {
  readonly store: DocumentStore;
  readonly warehouse: Warehouse;
  readonly now: () => Date;
}

/**
 * Records the published picks of every game that has tipped since the last call, however long ago that was. Resolves to
 * the number of new picks. A pick is recorded once: a repeated or parallel call, a later tip-off or a later message
 * changes nothing.
 */
export async function recordPicks(deps: RecordPicksDeps): Promise<number> {
  let recorded = 0;
  const unread = await unreadReceipts(deps.store);
  const slates = unread.flatMap((receipt) => shownSlates([receipt]).map((slate) => ({ receipt, slate })));
  for (const [gameDate, shown] of Map.groupBy(slates, ({ slate }) => slate.gameDate)) {
    const inOrder = shown.map(({ slate }) => slate);
    const result = await recordDate(deps, gameDate, inOrder);
    recorded += result.recorded;
    const receipts = shown.map(({ receipt }) => receipt);
    if (result.isComplete) await markRead(deps.store, receipts);
  }
  return recorded;
}

interface RecordedDate {
  readonly recorded: number;
  /** Whether all games of the date have tipped and are recorded, and the date has ended. */
  readonly isComplete: boolean;
}

async function recordDate(
  deps: RecordPicksDeps,
  gameDate: string,
  slates: readonly ShownSlate[],
): Promise<RecordedDate> {
  const { warehouse, now } = deps;
  const isOver = gameDate < gameDateOf(now());
  const { tipped, all } = await readLedgerGames(deps, gameDate);
  const { ruledOut, waiting } = await readRuledOut(deps.store, gameDate);
  const ready = tipped.filter(({ gameId }) => !waiting.has(gameId));
  const isComplete = isOver && ready.length === all.length;
  const picks = ready.flatMap((game) => picksAtTipoff(game, { slates, ruledOut }));
  if (picks.length === 0) return { recorded: 0, isComplete };
  const parameters = { game_date: { type: 'DATE', value: gameDate } } as const;
  const known = await warehouse.query({ sql: 'ledger/sql/recorded-picks', parameters }, RecordedPick);
  const recordedIds = new Set(known.map(({ pick_id }) => pick_id));
  const unrecorded = picks.filter((each) => !recordedIds.has(pickIdOf(gameDate, each)));
  if (unrecorded.length === 0) return { recorded: 0, isComplete };
  const origin = { gameDate, isSample: await isSampleLeague(warehouse) };
  for (const each of unrecorded) await recordPick(deps, origin, each);
  return { recorded: unrecorded.length, isComplete };
}

/** Reads the games of a date, and those that have tipped by the wall clock, by the newest schedule. */
export async function readLedgerGames(
  { warehouse, now }: Pick<RecordPicksDeps, 'warehouse' | 'now'>,
  gameDate: string,
): Promise<{ readonly all: readonly TippedGame[]; readonly tipped: readonly TippedGame[] }> {
  const parameters = { game_date: { type: 'DATE', value: gameDate } } as const;
  const games = await warehouse.query({ sql: 'ledger/sql/games', parameters }, Game);
  const all = games.map(({ game_id: gameId, tipoff_at: tipoffAt }) => ({ gameId, tipoffAt }));
  return { all, tipped: all.filter(({ tipoffAt }) => Date.parse(tipoffAt) <= now().getTime()) };
}

/**
 * Reads the players of a game date who were ruled out. `waiting` has the games with a withdrawal that was interrupted.
 * Their picks are recorded when it is complete.
 */
export async function readRuledOut(
  store: DocumentStore,
  gameDate: string,
): Promise<{ readonly ruledOut: readonly RuledOutPlayer[]; readonly waiting: ReadonlySet<string> }> {
  const found = await store.query({ collection: WITHDRAWALS }, { where: [['game_date', '==', gameDate]] });
  const withdrawals = found.map(({ data }) => data);
  const ruledOut = withdrawals
    .filter(({ state }) => state === 'done')
    .flatMap(({ players, withdrawn_at: withdrawnAt }) =>
      players.map(({ game_id: gameId, player_lookup: playerLookup, shown_pick }) => ({
        gameId,
        playerLookup,
        withdrawnAt,
        hadPick: shown_pick !== null,
      })),
    );
  const pending = withdrawals.filter(({ state }) => state === 'pending').flatMap(({ players }) => players);
  return { ruledOut, waiting: new Set(pending.map(({ game_id }) => game_id)) };
}
