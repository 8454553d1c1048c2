import { daysBefore } from '../dates/game-date.ts';

const DAYS_A_WEEK = 7;

/** Returns the Monday of the week of a game date. */
export function weekOf(gameDate: string): string {
  const sinceMonday = (new Date(`${gameDate}T12:00:00Z`).getUTCDay() + DAYS_A_WEEK - 1) % DAYS_A_WEEK;
  return daysBefore(gameDate, sinceMonday);
}
