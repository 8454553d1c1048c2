import * as z from 'zod';
import { isFree, LEASES } from '../../coordination/leases/lease.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import { type Instant, millisOf } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import type { UnfinishedBatch } from '../documents/batch-document.ts';
import { playersOf } from '../player/player-document.ts';
import { ruledOutReason } from '../player/predict-player.ts';
import type { BatchDeps } from './batch-deps.ts';
import { readProgressedAt } from './batch-report.ts';
import { batchLeaseName } from './batch-runner.ts';
import { findCandidates } from './candidates.ts';
import { countByStatus } from './count-by-status.ts';
import { readSlateHold } from './slate-hold.ts';
import type { StallLook } from './stall-look.ts';
import type { StallFacts } from './stall-policy.ts';

export interface StallContext {
  /** The previous stall check of the batch's current generation; undefined before the first check. */
  readonly look: StallLook | undefined;
  /** The first tip-off of the game date in milliseconds since 1970; null when it is unknown. */
  readonly firstTipAt: number | null;
  /** After this many milliseconds without a new outcome, a stall check also reads the injury reports. */
  readonly stallMs: number;
  readonly now: Instant;
}

export interface StallReading {
  readonly facts: StallFacts;
  /** The players without an outcome whom the injury reports rule out, by `player_lookup`. */
  readonly ruledOut: readonly string[];
}

/** Reads everything that decides whether a batch is stalled. */
export async function readStallFacts(
  deps: Pick<BatchDeps, 'store' | 'warehouse'>,
  batch: UnfinishedBatch,
  { look, firstTipAt, stallMs, now }: StallContext,
): Promise<StallReading> {
  const { store } = deps;
  const { batch_id: batchId, expected_players: expected } = batch;
  const players = await countByStatus(store, batchId);
  const startedAt = millisOf(batch.generation_started_at);
  const newest = await readProgressedAt(store, batchId);
  const progressedAt = Math.max(startedAt, newest === null ? 0 : millisOf(newest));
  const isQuiet = millisOf(now) >= progressedAt + stallMs;
  const done = players.predicted + players.skipped + players.failed;
  const ruledOut = batch.state === 'open' && isQuiet ? await findRuledOut(deps, batch, now) : [];
  const facts: StallFacts = {
    state: batch.state,
    done,
    expected,
    documents: done + players.missing,
    ruledOut: ruledOut.length,
    startedAt,
    progressedAt,
    isLed: await isLed(store, batchId, now),
    isHeld: (await readSlateHold(store, batch.game_date)) !== undefined,
    firstTipAt: firstTipAt !== null && firstTipAt > startedAt ? firstTipAt : null,
    doneBefore: look?.done ?? null,
    now: millisOf(now),
  };
  return { facts, ruledOut };
}

async function isLed(store: DocumentStore, batchId: string, now: Instant): Promise<boolean> {
  const lease = await store.get({ collection: LEASES, id: batchLeaseName(batchId) });
  return lease !== undefined && !isFree(lease.data, now);
}

/** Finds the players without an outcome whose newest injury report says that they do not play. */
async function findRuledOut(
  { store, warehouse }: Pick<BatchDeps, 'store' | 'warehouse'>,
  { batch_id, game_date }: UnfinishedBatch,
  now: Instant,
): Promise<readonly string[]> {
  const missing = await store.query(playersOf(batch_id), { where: [['status', '==', 'requested']] });
  if (missing.length === 0) return [];
  const ids = missing.map(({ id }) => id);
  const known = await findCandidates(warehouse, { game_date, as_of: now, now }, ids);
  return ids.filter((id) => ruledOutReason(known.get(id)?.injury_status ?? undefined) !== undefined);
}

const FirstTipoff = z.object({ game_date: z.string(), first_tipoff: z.string().nullable() });

/**
 * Reads the first tip-off of each game date, in milliseconds since 1970. The map has no entry for a date without a
 * known tip-off.
 */
export async function readFirstTipoffs(
  warehouse: Warehouse,
  gameDates: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const sorted = gameDates.toSorted();
  const [from, to] = [sorted[0], sorted.at(-1)];
  if (from === undefined || to === undefined) return new Map();
  const parameters = { from_date: { type: 'DATE', value: from }, to_date: { type: 'DATE', value: to } } as const;
  const rows = await warehouse.query({ sql: 'batch/sql/first-tipoffs', parameters }, FirstTipoff);
  return new Map(
    rows.flatMap(({ game_date, first_tipoff }) =>
      first_tipoff === null ? [] : [[game_date, Date.parse(first_tipoff)]],
    ),
  );
}
