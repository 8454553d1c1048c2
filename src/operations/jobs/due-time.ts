import { CronExpressionParser } from 'cron-parser';
import { DateTime } from 'luxon';
import { LEAGUE_ZONE } from '../../pipeline/dates/game-date.ts';

/** If a stored time is further in the future than this, the clock that stored it ran ahead. */
const CLOCK_TOLERANCE_MS = 60_000;
/** Longer than the hour that a clock change skips or repeats. */
const AROUND_CLOCK_CHANGE_MS = 4 * 60 * 60_000;

/**
 * Returns whether the stored time of the last handled run is in the future. Then the clock that stored it ran ahead.
 */
export function isAhead(handledUntil: Date, now: Date): boolean {
  return handledUntil.getTime() > now.getTime() + CLOCK_TOLERANCE_MS;
}

export interface DueWindow {
  /** The due times of the job up to this time have been run or skipped. */
  readonly handledUntil: Date;
  readonly now: Date;
  /** A due time that is older than this is skipped. */
  readonly catchUpWithinMs: number;
}

/**
 * Returns the newest due time of a job that is neither handled nor too old; undefined when the job is not due. Several
 * missed due times count as one, so a night of downtime causes one run. A time that the spring clock change skips is
 * due an hour later. A time that the autumn change repeats is due once.
 */
export function latestDue(
  patterns: readonly string[],
  { handledUntil, now, catchUpWithinMs }: DueWindow,
): Date | undefined {
  const floor = new Date(Math.max(handledUntil.getTime(), now.getTime() - catchUpWithinMs));
  const times = patterns.flatMap((pattern) => timesBetween(pattern, floor, now));
  return times.toSorted((a, b) => a.getTime() - b.getTime()).at(-1);
}

/** Returns the next due time after `now`. Throws when the job has no cron patterns. */
export function nextDue(patterns: readonly string[], now: Date): Date {
  const times = patterns.map((pattern) => startingAt(pattern, now).next().toDate());
  const [first] = times.toSorted((a, b) => a.getTime() - b.getTime());
  if (first === undefined) throw new Error('A job without a cron pattern is never due');
  return first;
}

function timesBetween(pattern: string, floor: Date, now: Date): readonly Date[] {
  const times: Date[] = [];
  const expression = startingAt(pattern, searchStart(floor, now));
  for (let time = expression.next().toDate(); time <= now; time = expression.next().toDate()) {
    if (time > floor) times.push(time);
  }
  return times;
}

/**
 * Returns the time at which the search for due times starts. In the hours after a change of daylight saving time, this is
 * some hours earlier, because the cron parser has to start before the clock change.
 */
function searchStart(floor: Date, now: Date): Date {
  const earlier = new Date(floor.getTime() - AROUND_CLOCK_CHANGE_MS);
  return offsetAt(earlier) === offsetAt(now) ? floor : earlier;
}

function offsetAt(moment: Date): number {
  return DateTime.fromJSDate(moment, { zone: LEAGUE_ZONE }).offset;
}

function startingAt(pattern: string, currentDate: Date) {
  return CronExpressionParser.parse(pattern, { currentDate, tz: LEAGUE_ZONE });
}
