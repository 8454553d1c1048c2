import * as z from 'zod';
import { type Instant, instantFromDate } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import type { BatchDeps } from './batch-deps.ts';
import { candidatesOf } from './candidates.ts';
import { type PlayerChange, playerChange, type UsedData } from './player-change.ts';
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

interface SlateMoment {
  readonly gameDate: string;
  /** The time up to which data counts. */
  readonly asOf: Instant;
}

/** Finds the players of a game date whose data has changed since their active rows were predicted, sorted by id. */
export async function findChangedPlayers(
  deps: BatchDeps,
  { gameDate, asOf }: SlateMoment,
): Promise<readonly ChangedPlayer[]> {
  const moment = { game_date: gameDate, as_of: asOf };
  await refreshFeatures(deps, moment);
  const used = await readUsedData(deps.warehouse, gameDate);
  const now = deps.now();
  const changed: ChangedPlayer[] = [];
  for await (const page of candidatesOf(deps.warehouse, { ...moment, now: instantFromDate(now) })) {
    for (const candidate of page) {
      const change = playerChange(candidate, used.get(candidate.player_lookup), now);
      if (change !== 'unchanged') changed.push({ playerLookup: candidate.player_lookup, change });
    }
  }
  return changed;
}

async function readUsedData(warehouse: Warehouse, gameDate: string): Promise<ReadonlyMap<string, UsedData>> {
  const parameters = { game_date: { type: 'DATE', value: gameDate } } as const;
  const rows = await warehouse.query({ sql: 'batch/sql/used-data', parameters }, UsedDataRow);
  return new Map(rows.map((row) => [row.player_lookup, row]));
}
