import { CronExpressionParser } from 'cron-parser';
import { LEAGUE_ZONE } from '../../pipeline/dates/game-date.ts';

/** A stored time that is ahead of now by more than this was stored while the clock was wrong. */
const CLOCK_TOLERANCE_MS = 60_000;
const DAY_MS = 24 * 60 * 60_000;

export interface DueWindow {
  /** Due times up to this one have been handled. A time in the future counts as `now`, because it comes from a fast clock. */
  readonly handledUntil: Date;
  readonly now: Date;
  /** A due time that is older than this is skipped. */
  readonly catchUpWithinMs: number;
}

/**
 * Returns the newest due time that is not handled and not too old; undefined when there is none. Several missed due times count as one, so
 * a night of downtime causes one run. A time that the spring clock change skips is due an hour later. A time that the autumn change repeats
 * is due once.
 */
export function latestDue(
  patterns: readonly string[],
  { handledUntil, now, catchUpWithinMs }: DueWindow,
): Date | undefined {
  const isAhead = handledUntil.getTime() > now.getTime() + CLOCK_TOLERANCE_MS;
  const handled = isAhead ? now : handledUntil;
  const floor = new Date(Math.max(handled.getTime(), now.getTime() - catchUpWithinMs));
  const times = patterns.flatMap((pattern) => timesBetween(pattern, floor, now));
  return times.toSorted((a, b) => a.getTime() - b.getTime()).at(-1);
}

/** Returns the next due time after `now`. Throws when there are no patterns. */
export function nextDue(patterns: readonly string[], now: Date): Date {
  const times = patterns.map((pattern) => startingAt(pattern, now).next().toDate());
  const [first] = times.toSorted((a, b) => a.getTime() - b.getTime());
  if (first === undefined) throw new Error('A job without a cron pattern is never due');
  return first;
}

/** The search starts a day early, because the cron parser handles a clock change only when it starts before that change. */
function timesBetween(pattern: string, floor: Date, now: Date): readonly Date[] {
  const times: Date[] = [];
  const expression = startingAt(pattern, new Date(floor.getTime() - DAY_MS));
  for (let time = expression.next().toDate(); time <= now; time = expression.next().toDate()) {
    if (time > floor) times.push(time);
  }
  return times;
}

function startingAt(pattern: string, currentDate: Date) {
  return CronExpressionParser.parse(pattern, { currentDate, tz: LEAGUE_ZONE });
}
