import * as z from 'zod';
import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { hasRequestChanged } from '../../coordination/audit/has-request-changed.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import { type Instant, instantFromDate } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { defaultAsOf } from '../dates/default-as-of.ts';
import { BATCHES, CurrentBatch } from '../documents/batch-document.ts';
import type { ClosedGame } from '../documents/closed-game.ts';
import { type RunMode, runMode } from '../player/run-mode.ts';
import { activeBatchRef } from './active-batch.ts';
import { retryConsolidation } from './advance-batch.ts';
import type { BatchDeps } from './batch-deps.ts';
import { readClosedGames } from './closed-games.ts';
import { readBatch } from './read-batch.ts';
import { startBatch } from './start-batch.ts';

const SlateGames = z.object({
  games: z.number(),
  first_tipoff: z.string().nullable(),
  last_tipoff: z.string().nullable(),
});
const NearestDates = z.object({ before_date: z.string().nullable(), after_date: z.string().nullable() });

export interface SlateRequest {
  readonly gameDate: string;
  /** The run mode of the new batch. The default depends on the current hour in New York. */
  readonly mode?: RunMode;
  readonly auditContext: AuditContext;
}

export type SlateDecision =
  /** The slate has a new batch. The batch is stored, and the caller has to run it. */
  | { readonly type: 'started'; readonly batchId: string }
  /**
   * The game date already has an open batch, or an earlier attempt of the same request started a batch. The caller joins
   * the run of that batch.
   */
  | { readonly type: 'already-open'; readonly batchId: string }
  | { readonly type: 'no-games'; readonly before: string | null; readonly after: string | null }
  /** Every game of the date has begun, and their predictions from before the tip-off never change. */
  | { readonly type: 'games-begun'; readonly games: readonly ClosedGame[] };

/**
 * Opens a batch for a game date that has games. If the date has a batch whose consolidation failed, that batch is
 * resumed instead.
 */
export async function openSlate(
  deps: BatchDeps,
  { gameDate, mode, auditContext }: SlateRequest,
): Promise<SlateDecision> {
  const { games, lastTipoff } = await readSlateGames(deps.warehouse, gameDate);
  if (games === 0) return { type: 'no-games', ...(await nearestGameDates(deps.warehouse, gameDate)) };
  const repeated = await newestBatchStartedBy(deps.store, gameDate, auditContext);
  if (repeated !== undefined) return { type: 'already-open', batchId: repeated };
  const now = deps.now();
  const begun = await everyGameClosed(deps, { gameDate, games });
  if (begun !== undefined) return { type: 'games-begun', games: begun };
  const asOf = instantFromDate(defaultAsOf(gameDate, lastTipoff, now));
  const started = await startBatch(deps.store, {
    gameDate,
    asOf,
    mode: mode ?? runMode(gameDate, now),
    now,
    auditContext,
  });
  if (started.type === 'already-open') {
    const batch = await readBatch(deps.store, started.batchId);
    if (batch?.state === 'failed') await retryConsolidation(deps, batch, auditContext);
  }
  return started;
}

/** Returns the games of a date if all of them are closed and no open batch has to end. */
async function everyGameClosed(
  deps: BatchDeps,
  { gameDate, games }: { readonly gameDate: string; readonly games: number },
): Promise<readonly ClosedGame[] | undefined> {
  const closed = await readClosedGames(deps, { gameDate, now: deps.now() });
  if (closed.length < games) return undefined;
  return (await deps.store.get(activeBatchRef(gameDate))) === undefined ? closed : undefined;
}

/** Returns the newest batch of a game date, if an earlier attempt of the same request started it. */
async function newestBatchStartedBy(
  store: DocumentStore,
  gameDate: string,
  author: AuditContext,
): Promise<string | undefined> {
  const found = await store.query({ collection: BATCHES }, { where: [['game_date', '==', gameDate]] });
  const batches = found.flatMap(({ data }) => CurrentBatch.safeParse(data).data ?? []);
  const newest = batches.toSorted((a, b) => b.start_time.localeCompare(a.start_time))[0]?.batch_id;
  if (newest === undefined) return undefined;
  const earlier = { author, actions: ['batch.started'] };
  return (await hasRequestChanged(store, { kind: 'batch', id: newest }, earlier)) ? newest : undefined;
}

/** Returns the time up to which a batch of this game date uses data, if the batch starts now. */
export async function slateAsOf(
  { warehouse, now }: Pick<BatchDeps, 'warehouse' | 'now'>,
  gameDate: string,
): Promise<Instant> {
  const { lastTipoff } = await readSlateGames(warehouse, gameDate);
  return instantFromDate(defaultAsOf(gameDate, lastTipoff, now()));
}

/** Returns the number of games on a game date, and the times of the first and the last tip-off if they are known. */
export async function readSlateGames(
  warehouse: Warehouse,
  gameDate: string,
): Promise<{ games: number; firstTipoff: Date | undefined; lastTipoff: Date | undefined }> {
  const parameters = { game_date: { type: 'DATE', value: gameDate } } as const;
  const [row] = await warehouse.query({ sql: 'batch/sql/slate-games', parameters }, SlateGames);
  const timeOf = (text: string | null | undefined) => (text ? new Date(text) : undefined);
  return { games: row?.games ?? 0, firstTipoff: timeOf(row?.first_tipoff), lastTipoff: timeOf(row?.last_tipoff) };
}

/** Returns the nearest date with games before a game date, and the nearest one after it. */
export async function nearestGameDates(
  warehouse: Warehouse,
  gameDate: string,
): Promise<{ before: string | null; after: string | null }> {
  const parameters = { game_date: { type: 'DATE', value: gameDate } } as const;
  const [row] = await warehouse.query({ sql: 'batch/sql/nearest-game-dates', parameters }, NearestDates);
  return { before: row?.before_date ?? null, after: row?.after_date ?? null };
}
