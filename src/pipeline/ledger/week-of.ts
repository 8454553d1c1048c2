import { DateTime } from 'luxon';
import { LEAGUE_ZONE } from '../dates/game-date.ts';

/** Returns the Monday of the week of a game date. */
export function weekOf(gameDate: string): string {
  return DateTime.fromISO(gameDate, { zone: LEAGUE_ZONE }).startOf('week').toFormat('yyyy-MM-dd');
}
