import * as z from 'zod';
import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { type Instant, instantFromDate } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { defaultAsOf } from '../dates/default-as-of.ts';
import { type RunMode, runMode } from '../player/run-mode.ts';
import { retryConsolidation } from './advance-batch.ts';
import type { BatchDeps } from './batch-deps.ts';
import { readBatch } from './read-batch.ts';
import { startBatch } from './start-batch.ts';

const SlateGames = z.object({ games: z.number(), first_tipoff: z.string().nullable() });
const NearestDates = z.object({ before_date: z.string().nullable(), after_date: z.string().nullable() });

export interface SlateRequest {
  readonly gameDate: string;
  /** Chosen by the hour in New York unless given. */
  readonly mode?: RunMode;
  readonly auditContext: AuditContext;
}

export type SlateDecision =
  /** A new batch is stored. The caller runs it. */
  | { readonly type: 'started'; readonly batchId: string }
  /** The date has an open batch. The caller joins its run. */
  | { readonly type: 'already-open'; readonly batchId: string }
  | { readonly type: 'no-games'; readonly before: string | null; readonly after: string | null };

/** Opens a batch for a date that has games. A batch whose consolidation failed is resumed instead. */
export async function openSlate(
  deps: BatchDeps,
  { gameDate, mode, auditContext }: SlateRequest,
): Promise<SlateDecision> {
  const { games } = await readSlateGames(deps.warehouse, gameDate);
  if (games === 0) return { type: 'no-games', ...(await nearestGameDates(deps.warehouse, gameDate)) };
  const now = deps.now();
  const asOf = await slateAsOf(deps, gameDate);
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

/** The `as_of` of a batch for this date that starts now. */
export async function slateAsOf(
  { warehouse, now }: Pick<BatchDeps, 'warehouse' | 'now'>,
  gameDate: string,
): Promise<Instant> {
  const { firstTipoff } = await readSlateGames(warehouse, gameDate);
  return instantFromDate(defaultAsOf(gameDate, firstTipoff, now()));
}

/** The number of games of a date, and the tip-off of the first if it is known. */
export async function readSlateGames(
  warehouse: Warehouse,
  gameDate: string,
): Promise<{ games: number; firstTipoff: Date | undefined }> {
  const parameters = { game_date: { type: 'DATE', value: gameDate } } as const;
  const [row] = await warehouse.query({ sql: 'batch/sql/slate-games', parameters }, SlateGames);
  const firstTipoff = row?.first_tipoff ?? undefined;
  return { games: row?.games ?? 0, firstTipoff: firstTipoff === undefined ? undefined : new Date(firstTipoff) };
}

/** The nearest dates with games before and after this one. */
export async function nearestGameDates(
  warehouse: Warehouse,
  gameDate: string,
): Promise<{ before: string | null; after: string | null }> {
  const parameters = { game_date: { type: 'DATE', value: gameDate } } as const;
  const [row] = await warehouse.query({ sql: 'batch/sql/nearest-game-dates', parameters }, NearestDates);
  return { before: row?.before_date ?? null, after: row?.after_date ?? null };
}
