import { quoteInput } from './printable.ts';
import { text } from './text.ts';

const WORKS = 'write it as `45m`, `8h`, `1h30m` or `7d`';
const DURATION = /^(?:(\d{1,4})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m)?$/i;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** A duration as people write it: at least a minute, at most `mostDays` days. The schema keeps the text, and `durationMs` converts it. */
export function durationText(mostDays: number) {
  return text({ what: 'a duration', maxLength: 20, works: WORKS })
    .refine((value) => durationMs(value) > 0, {
      error: ({ input }) => `${quoteInput(input)} is not a duration; ${WORKS}`,
      abort: true,
    })
    .refine((value) => durationMs(value) <= mostDays * DAY_MINUTES * MINUTE_MS, {
      error: ({ input }) => `${quoteInput(input)} is longer than ${mostDays} days; ${WORKS}`,
    });
}

/** Converts a duration to milliseconds; returns 0 for a text that is not a duration. */
export function durationMs(duration: string): number {
  const [, days, hours, minutes] = DURATION.exec(duration) ?? [];
  return (Number(days ?? 0) * DAY_MINUTES + Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE_MS;
}
