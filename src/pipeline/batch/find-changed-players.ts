import * as z from 'zod';
import type { DocumentStore } from '../../platform/document-store.ts';
import { type Instant, instantFromDate } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import type { DoneBatch } from '../documents/batch-document.ts';
import { isQualitySkip } from '../player/outcome.ts';
import { playersOf } from '../player/player-document.ts';
import type { RunMode } from '../player/run-mode.ts';
import type { BatchDeps } from './batch-deps.ts';
import { candidatesOf } from './candidates.ts';
import { type PlayerChange, playerChange, type UsedData } from './player-change.ts';
import { inputSnapshot } from './player-request.ts';
import { refreshFeatures } from './prepare-batch.ts';

const UsedDataRow = z.object({
  player_lookup: z.string(),
  game_id: z.string(),
  line_consensus: z.number().nullable(),
  current_points_line: z.number().nullable(),
  injury_status: z.string().nullable(),
});

/** A player whom a later run of the day predicts, and why. */
export interface ChangedPlayer {
  readonly playerLookup: string;
  readonly change: Exclude<PlayerChange, 'unchanged'>;
}

interface LaterRunMoment {
  /** The published batch of the game date. */
  readonly batch: DoneBatch;
  /** The mode of the later run. */
  readonly mode: RunMode;
  /** The time up to which data counts. */
  readonly asOf: Instant;
}

/**
 * Finds the players of a game date whose data has changed since their active rows were predicted, sorted by id. A player
 * who was skipped for bad data is left out while the data and the mode are the same, because the run would skip the
 * player again.
 */
export async function findChangedPlayers(
  deps: BatchDeps,
  { batch, mode, asOf }: LaterRunMoment,
): Promise<readonly ChangedPlayer[]> {
  const moment = { game_date: batch.game_date, as_of: asOf };
  await refreshFeatures(deps, moment);
  const used = await readUsedData(deps.warehouse, batch.game_date);
  const badData = batch.mode === mode ? await readBadData(deps.store, batch) : new Map<string, string | null>();
  const now = deps.now();
  const changed: ChangedPlayer[] = [];
  for await (const page of candidatesOf(deps.warehouse, { ...moment, now: instantFromDate(now) })) {
    for (const candidate of page) {
      const change = playerChange(candidate, used.get(candidate.player_lookup), now);
      const isBadAgain = change === 'new' && badData.get(candidate.player_lookup) === inputSnapshot(candidate);
      if (change !== 'unchanged' && !isBadAgain) changed.push({ playerLookup: candidate.player_lookup, change });
    }
  }
  return changed;
}

/** Reads the input snapshots of the players whom a batch skipped for bad data. */
async function readBadData(store: DocumentStore, { batch_id }: DoneBatch): Promise<ReadonlyMap<string, string | null>> {
  const skipped = await store.query(playersOf(batch_id), { where: [['status', '==', 'skipped']], texts: ['input'] });
  const bad = skipped.filter(({ data }) => data.reason !== null && isQualitySkip(data.reason));
  return new Map(bad.map(({ data }) => [data.player_lookup, data.input]));
}

async function readUsedData(warehouse: Warehouse, gameDate: string): Promise<ReadonlyMap<string, UsedData>> {
  const parameters = { game_date: { type: 'DATE', value: gameDate } } as const;
  const rows = await warehouse.query({ sql: 'batch/sql/used-data', parameters }, UsedDataRow);
  return new Map(rows.map((row) => [row.player_lookup, row]));
}
