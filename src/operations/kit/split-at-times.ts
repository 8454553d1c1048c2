import { DateTime } from 'luxon';
import { LEAGUE_ZONE } from '../../pipeline/dates/game-date.ts';
import { type Instant, instantFromDate, millisOf } from '../../platform/instant.ts';

const HOUR_MS = 60 * 60_000;
/** A time as `leagueTime` writes it, with or without a day before it, or with a day after it. */
const TIME =
  /(?:(?<before>[A-Z][a-z]{2} \d{1,2}), )?(?<time>\d{1,2}:\d{2} [AP]M) (?<zone>E[SD]?T)\b(?:, (?<after>[A-Z][a-z]{2} \d{1,2})\b)?/g;

export interface TimeInText {
  readonly text: string;
  readonly moment: Instant;
  readonly shows: 'time' | 'day and time';
}

/**
 * Splits a text at the times of New York in it, such as `7:10 PM ET`. A time without a day is on the day of
 * `now`, and a day without a year is the one nearest to `now`. A text that only looks like a time stays text.
 */
export function splitAtTimes(text: string, now: Instant): readonly (string | TimeInText)[] {
  const parts: (string | TimeInText)[] = [];
  let from = 0;
  for (const match of text.matchAll(TIME)) {
    const { before, after, time = '', zone = '' } = match.groups ?? {};
    const day = before ?? after;
    const moment = momentOf({ day, time, zone }, now);
    if (moment === undefined) continue;
    if (match.index > from) parts.push(text.slice(from, match.index));
    parts.push({ text: match[0], moment, shows: day === undefined ? 'time' : 'day and time' });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

interface WrittenTime {
  readonly day: string | undefined;
  readonly time: string;
  readonly zone: string;
}

function momentOf({ day, time, zone }: WrittenTime, now: Instant): Instant | undefined {
  const today = DateTime.fromMillis(millisOf(now), { zone: LEAGUE_ZONE });
  const days = day === undefined ? [today.toFormat('MMM d yyyy')] : [-1, 0, 1].map((by) => `${day} ${today.year + by}`);
  const [nearest] = days
    .map((date) => DateTime.fromFormat(`${date} ${time}`, 'MMM d yyyy h:mm a', { zone: LEAGUE_ZONE, locale: 'en-US' }))
    .filter(({ isValid }) => isValid)
    .map((moment) => inZone(moment, zone).toMillis())
    .toSorted((a, b) => Math.abs(a - millisOf(now)) - Math.abs(b - millisOf(now)));
  return nearest === undefined ? undefined : instantFromDate(new Date(nearest));
}

/** At the end of daylight saving time an hour occurs twice. The zone EST or EDT says which of them is meant. */
function inZone(moment: DateTime, zone: string): DateTime {
  const candidates = [moment, moment.minus(HOUR_MS), moment.plus(HOUR_MS)];
  return candidates.find(({ offsetNameShort }) => offsetNameShort === zone) ?? moment;
}
