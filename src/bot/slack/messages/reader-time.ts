import type { RichTextDate } from '@slack/types';
import { leagueTime } from '../../../operations/kit/league-time.ts';
import { type Instant, millisOf } from '../../../platform/instant.ts';

const SECOND_MS = 1_000;
const FORMATS = { time: '{time}', 'day and time': '{date_short_pretty} at {time}' } as const;

/**
 * Creates a time that Slack shows in the time zone of each reader. `now` is the time at which the message is written.
 * Clients that show no dates show the time in New York.
 */
export function readerTime(
  moment: Instant,
  { now, shows }: { readonly now: Instant; readonly shows: keyof typeof FORMATS },
): RichTextDate {
  return { type: 'date', timestamp: slackTimestamp(moment), format: FORMATS[shows], fallback: leagueTime(moment, now) };
}

/** Converts an instant to the whole seconds since 1970 that a date of Slack takes. */
export function slackTimestamp(moment: Instant): number {
  return Math.floor(millisOf(moment) / SECOND_MS);
}
