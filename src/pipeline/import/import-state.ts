import * as z from 'zod';
import type { Warehouse } from '../../platform/warehouse.ts';

const StateRow = z.object({
  imported_at: z.string().nullable(),
  is_sample: z.boolean().nullable(),
  first_game_date: z.string().nullable(),
  last_game_date: z.string().nullable(),
  last_played_date: z.string().nullable(),
  last_line_date: z.string().nullable(),
  games: z.number(),
  players: z.number(),
  player_games: z.number(),
  lines: z.number(),
  injury_reports: z.number(),
});

/**
 * A summary of the data that has been imported into the warehouse. Dates are New York dates, and counts are numbers of
 * rows.
 */
export type ImportState =
  | { readonly imported: false }
  | {
      readonly imported: true;
      /** True when the imported data is the sample league, false for real data. */
      readonly isSample: boolean;
      /** The time of the newest import, ISO 8601 in UTC. */
      readonly importedAt: string;
      /** The first game date of the schedule; null when the schedule is empty. */
      readonly firstGameDate: string | null;
      readonly lastGameDate: string | null;
      /** The newest game date for which a player's game log has been imported. */
      readonly lastPlayedDate: string | null;
      /** The newest game date for which a bookmaker's line has been imported. */
      readonly lastLineDate: string | null;
      readonly games: number;
      readonly players: number;
      readonly playerGames: number;
      readonly lines: number;
      readonly injuryReports: number;
    };

export async function readImportState(warehouse: Warehouse): Promise<ImportState> {
  const [row] = await warehouse.query({ sql: 'import/sql/state' }, StateRow);
  if (row === undefined || row.imported_at === null) return { imported: false };
  return {
    imported: true,
    isSample: row.is_sample === true,
    importedAt: row.imported_at,
    firstGameDate: row.first_game_date,
    lastGameDate: row.last_game_date,
    lastPlayedDate: row.last_played_date,
    lastLineDate: row.last_line_date,
    games: row.games,
    players: row.players,
    playerGames: row.player_games,
    lines: row.lines,
    injuryReports: row.injury_reports,
  };
}
