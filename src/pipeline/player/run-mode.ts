import { DateTime } from 'luxon';
import * as z from 'zod';
import { gameDateOf, LEAGUE_ZONE } from '../dates/game-date.ts';

/** The runs of one slate, from early in the morning to shortly before tip-off, and afterwards. */
export const RunMode = z.enum(['FIRST', 'RETRY', 'FINAL_RETRY', 'LAST_CALL', 'BACKFILL']);
export type RunMode = z.infer<typeof RunMode>;

/** Each mode starts at this hour in New York (domain 4.3). */
const MODES_OF_THE_DAY: readonly (readonly [hour: number, mode: RunMode])[] = [
  [16, 'LAST_CALL'],
  [13, 'FINAL_RETRY'],
  [9, 'RETRY'],
  [0, 'FIRST'],
];

/**
 * The mode of a batch that starts now. A past date is a backfill and a future date a first run. Today's mode depends on the hour in New York:
 * the closer to tip-off, the lower the required quality.
 */
export function runMode(gameDate: string, now: Date): RunMode {
  const today = gameDateOf(now);
  if (gameDate < today) return 'BACKFILL';
  if (gameDate > today) return 'FIRST';
  const { hour } = DateTime.fromJSDate(now, { zone: LEAGUE_ZONE });
  return MODES_OF_THE_DAY.find(([from]) => hour >= from)?.[1] ?? 'FIRST';
}
