import * as z from 'zod';
import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { type Instant, instantFromDate } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { defaultAsOf } from '../dates/default-as-of.ts';
import { type RunMode, runMode } from '../player/run-mode.ts';
import { retryConsolidation } from './advance-batch.ts';
import type { BatchDeps } from './batch-deps.ts';
import { readBatch } from './change-batch.ts';
import { startBatch } from './start-batch.ts';

const SlateGames = z.object({ games: z.number(), first_tipoff: z.string().nullable() });
const NearestDates = z.object({ before_date: z.string().nullable(), after_date: z.string().nullable() });

export interface SlateRequest {
  readonly gameDate: string;
  /** By the hour in New York unless given. */
  readonly mode?: RunMode;
  readonly trail: AuditContext;
}

export type SlateDecision =
  /** A new batch stands in the store; somebody has to run it. */
  | { readonly type: 'started'; readonly batchId: string }
  /** The date's open batch, to be run on by whoever asks. */
  | { readonly type: 'already-open'; readonly batchId: string }
  | { readonly type: 'no-games'; readonly before: string | null; readonly after: string | null };

/** Opens a batch for a date that has games. A batch whose consolidation failed is taken up again in place of a new one. */
export async function openSlate(deps: BatchDeps, { gameDate, mode, trail }: SlateRequest): Promise<SlateDecision> {
  const { games } = await readSlateGames(deps.warehouse, gameDate);
  if (games === 0) return { type: 'no-games', ...(await nearestGameDates(deps.warehouse, gameDate)) };
  const now = deps.now();
  const asOf = await slateMoment(deps, gameDate);
  const started = await startBatch(deps.store, { gameDate, asOf, mode: mode ?? runMode(gameDate, now), now, trail });
  if (started.type === 'already-open') {
    const batch = await readBatch(deps.store, started.batchId);
    if (batch?.state === 'failed') await retryConsolidation(deps, batch, trail);
  }
  return started;
}

/** The moment a batch of this date would read by if it began now. */
export async function slateMoment(
  { warehouse, now }: Pick<BatchDeps, 'warehouse' | 'now'>,
  gameDate: string,
): Promise<Instant> {
  const { firstTipoff } = await readSlateGames(warehouse, gameDate);
  return instantFromDate(defaultAsOf(gameDate, firstTipoff, now()));
}

/** How many games a date has, and when the first begins if that is known. */
export async function readSlateGames(
  warehouse: Warehouse,
  gameDate: string,
): Promise<{ games: number; firstTipoff: Date | undefined }> {
  const parameters = { game_date: { type: 'DATE', value: gameDate } } as const;
  const [row] = await warehouse.query({ sql: 'batch/sql/slate-games', parameters }, SlateGames);
  const firstTipoff = row?.first_tipoff ?? undefined;
  return { games: row?.games ?? 0, firstTipoff: firstTipoff === undefined ? undefined : new Date(firstTipoff) };
}

/** The dates with games next to this one. */
export async function nearestGameDates(
  warehouse: Warehouse,
  gameDate: string,
): Promise<{ before: string | null; after: string | null }> {
  const parameters = { game_date: { type: 'DATE', value: gameDate } } as const;
  const [row] = await warehouse.query({ sql: 'batch/sql/nearest-game-dates', parameters }, NearestDates);
  return { before: row?.before_date ?? null, after: row?.after_date ?? null };
}
