import * as z from 'zod';
import type { Instant } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';

const InjuryRow = z.object({ player_lookup: z.string(), status: z.string() });

export interface ReportMoment {
  readonly gameDate: string;
  /** The time up to which injury reports count. Reports that were published later are ignored. */
  readonly knownAt: Instant;
}

/**
 * Reads the newest injury status of every player whom an injury report for the game date names. The map's key is
 * `player_lookup`, and statuses are in lower case.
 */
export async function readInjuryStatuses(
  warehouse: Warehouse,
  { gameDate, knownAt }: ReportMoment,
): Promise<ReadonlyMap<string, string>> {
  const statement = {
    sql: 'player/sql/injuries',
    parameters: {
      game_date: { type: 'DATE', value: gameDate },
      known_at: { type: 'TIMESTAMP', value: knownAt },
    },
  } as const;
  const rows = await warehouse.query(statement, InjuryRow);
  return new Map(rows.map((row) => [row.player_lookup, row.status]));
}
