import * as z from 'zod';
import type { Instant } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';

const InjuryRow = z.object({
  player_lookup: z.string(),
  status: z.string(),
  reason: z.string().nullable(),
  /** The time at which the report was published. */
  report_at: z.string(),
});
export type InjuryReport = Readonly<z.infer<typeof InjuryRow>>;

export interface ReportMoment {
  readonly gameDate: string;
  /** The time up to which injury reports count. Reports that were published later are ignored. */
  readonly knownAt: Instant;
  /** The wall-clock time. Reports about a game that has tipped by then count up to one hour before its tip-off. */
  readonly now: Instant;
}

/**
 * Reads the newest injury status of every player whom an injury report for the game date names. The map's key is
 * `player_lookup`, and statuses are in lower case.
 */
export async function readInjuryStatuses(
  warehouse: Warehouse,
  moment: ReportMoment,
): Promise<ReadonlyMap<string, string>> {
  const reports = await readInjuryReports(warehouse, moment);
  return new Map([...reports].map(([lookup, { status }]) => [lookup, status]));
}

/**
 * Reads the newest injury report about every player for the game date. A player who is absent from a newer complete
 * report of the team has none. The map's key is `player_lookup`.
 */
export async function readInjuryReports(
  warehouse: Warehouse,
  { gameDate, knownAt, now }: ReportMoment,
): Promise<ReadonlyMap<string, InjuryReport>> {
  const statement = {
    sql: 'player/sql/injuries',
    parameters: {
      game_date: { type: 'DATE', value: gameDate },
      known_at: { type: 'TIMESTAMP', value: knownAt },
      now: { type: 'TIMESTAMP', value: now },
    },
  } as const;
  const rows = await warehouse.query(statement, InjuryRow);
  return new Map(rows.map((row) => [row.player_lookup, row]));
}
