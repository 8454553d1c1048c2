import { DateTime } from 'luxon';
import * as z from 'zod';
import { gameDateOf, LEAGUE_ZONE } from '../dates/game-date.ts';

/**
 * The run mode of a batch. A slate is run several times, from early in the morning to shortly before tip-off, and again
 * as a backfill.
 */
export const RunMode = z.enum(['FIRST', 'RETRY', 'FINAL_RETRY', 'LAST_CALL', 'BACKFILL']);
export type RunMode = z.infer<typeof RunMode>;

/** The hour in New York at which each run mode of a game day starts (domain notes 4.3). */
const MODES_OF_THE_DAY: readonly (readonly [hour: number, mode: RunMode])[] = [
  [16, 'LAST_CALL'],
  [13, 'FINAL_RETRY'],
  [9, 'RETRY'],
  [0, 'FIRST'],
];

/**
 * Returns the run mode of a batch that starts now. A past game date gives a backfill, and a future one a first run. For
 * today's games the mode depends on the hour in New York. The closer the tip-off, the lower is the data quality that a
 * prediction needs.
 */
export function runMode(gameDate: string, now: Date): RunMode {
  const today = gameDateOf(now);
  if (gameDate < today) return 'BACKFILL';
  if (gameDate > today) return 'FIRST';
  const { hour } = DateTime.fromJSDate(now, { zone: LEAGUE_ZONE });
  return MODES_OF_THE_DAY.find(([from]) => hour >= from)?.[1] ?? 'FIRST';
}
