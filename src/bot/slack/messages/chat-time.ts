import { leagueDay } from '../../../operations/kit/league-time.ts';
import type { Instant } from '../../../platform/instant.ts';

/**
 * Formats a time in New York for a message, such as `7:10 PM ET, Feb 5`. `withReaderTimes` turns it into the time of each
 * reader. The day comes last, because Slack writes `today`, and the words `at` and `until` fit before a time.
 */
export function chatTime(moment: Instant): string {
  const [day = '', time = ''] = leagueDay(moment).split(', ');
  return `${time}, ${day}`;
}
