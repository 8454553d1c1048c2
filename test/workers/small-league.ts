import { randomUUID } from 'node:crypto';
import type { App } from '#src/operations/app.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';
import { warehouseFile } from '../pipeline/warehouse-file.ts';

export const LEAGUE_DATE = '2026-02-05';

/** A league of twelve teams that all play on the date: about a hundred players qualify. */
export const SMALL_LEAGUE = {
  seed: 'small',
  today: LEAGUE_DATE,
  teams: 12,
  playersPerTeam: 15,
  gamesPerTeam: 14,
  gamesTonight: 6,
  lineDays: 1,
} as const;

export async function importSmallLeague(app: Pick<App, 'warehouse' | 'now' | 'newId'>): Promise<void> {
  await importFiles(app, { sources: sampleLeague(SMALL_LEAGUE), origin: 'sample' });
}

/** The warehouse file of a data folder with the small league. */
export const smallLeagueFile = warehouseFile((warehouse) =>
  importSmallLeague({ warehouse, now: () => new Date(), newId: randomUUID }),
);
