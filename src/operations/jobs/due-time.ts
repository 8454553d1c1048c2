import { CronExpressionParser } from 'cron-parser';
import { DateTime } from 'luxon';
import { LEAGUE_ZONE } from '../../pipeline/dates/game-date.ts';

/** A stored time further ahead than this came from a clock that was wrong. */
const CLOCK_TOLERANCE_MS = 60_000;
const DAY_MS = 24 * 60 * 60_000;

/** Whether a stored time comes from a clock that was wrong: nothing can have been handled in the future. */
export function isAhead(handledUntil: Date, now: Date): boolean {
  return handledUntil.getTime() > now.getTime() + CLOCK_TOLERANCE_MS;
}

export interface DueWindow {
  /** Due times up to this one have been handled. A time in the future (from a fast clock) counts as `now`. */
  readonly handledUntil: Date;
  readonly now: Date;
  /** A due time older than this is skipped. */
  readonly catchUpWithinMs: number;
}

/**
 * The newest due time of the patterns in the window; undefined when there is none. Several missed times count as one, so that a night of
 * downtime causes one run. A time that the spring clock change skips is due an hour later. A time that the autumn change repeats is due once.
 */
export function latestDue(
  patterns: readonly string[],
  { handledUntil, now, catchUpWithinMs }: DueWindow,
): Date | undefined {
  const handled = isAhead(handledUntil, now) ? now : handledUntil;
  const floor = new Date(Math.max(handled.getTime(), now.getTime() - catchUpWithinMs));
  const times = patterns.flatMap((pattern) => timesBetween(pattern, floor, now));
  return times.toSorted((a, b) => a.getTime() - b.getTime()).at(-1);
}

/** The next due time of the patterns after `now`. Throws for an empty list. */
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

/** Around a clock change the search starts a day early, because the parser handles the change correctly only when it starts before it. */
function searchStart(floor: Date, now: Date): Date {
  const dayBefore = new Date(floor.getTime() - DAY_MS);
  return offsetAt(dayBefore) === offsetAt(now) ? floor : dayBefore;
}

function offsetAt(moment: Date): number {
  return DateTime.fromJSDate(moment, { zone: LEAGUE_ZONE }).offset;
}

function startingAt(pattern: string, currentDate: Date) {
  return CronExpressionParser.parse(pattern, { currentDate, tz: LEAGUE_ZONE });
}
