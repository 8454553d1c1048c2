import { DateTime } from 'luxon';
import * as z from 'zod';
import { gameDateOf, LEAGUE_ZONE } from '../dates/game-date.ts';

/** The looks at one slate, from early in the morning to shortly before tip-off, and afterwards. */
export const RunMode = z.enum(['FIRST', 'RETRY', 'FINAL_RETRY', 'LAST_CALL', 'BACKFILL']);
export type RunMode = z.infer<typeof RunMode>;

/** From this hour on, New York time; the last that has begun counts (domain 4.3). */
const MODES_OF_THE_DAY: readonly (readonly [hour: number, mode: RunMode])[] = [
  [16, 'LAST_CALL'],
  [13, 'FINAL_RETRY'],
  [9, 'RETRY'],
  [0, 'FIRST'],
];

/**
 * How strict a batch for this date is at this moment: a past date is a backfill, a date to come a first look, and today's mode goes by the
 * hour in New York, less demanding the closer tip-off is.
 */
export function runMode(gameDate: string, now: Date): RunMode {
  const today = gameDateOf(now);
  if (gameDate < today) return 'BACKFILL';
  if (gameDate > today) return 'FIRST';
  const { hour } = DateTime.fromJSDate(now, { zone: LEAGUE_ZONE });
  return MODES_OF_THE_DAY.find(([from]) => hour >= from)?.[1] ?? 'FIRST';
}
