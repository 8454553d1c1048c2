import { type Instant, instantFromMicros } from '../../../platform/instant.ts';
import { Problem } from '../../../platform/problem.ts';
import { endOfSpan } from './hold-duration.ts';
import { quoteInput } from './printable.ts';
import { text } from './text.ts';

const HOUR_MS = 60 * 60_000;
const MAX_HOURS = 72;
const WORKS = `write 18:30 ET, 11:30 pm or 24h; at most ${MAX_HOURS} hours`;
/** The next 18:30 in this zone is enough for a check of the form. */
const ANY_TIME = instantFromMicros(0);

/** When a freeze ends, as people write it: a time of day or a length of time. `freezeEnd` resolves it with the store's clock. */
export const FreezeEnd = text({ what: 'the end of a freeze', maxLength: 40, works: WORKS }).refine(
  (value) => endOf(value, ANY_TIME) !== undefined,
  { error: ({ input }) => `${quoteInput(input)} is not a time of day or a length of time; ${WORKS}` },
);

/** Returns the end of a freeze that begins now. Throws a `Problem` `bad_input` if it is too near or too far away. */
export function freezeEnd(written: string, now: Instant): Instant {
  const end = endOf(written, now);
  if (end === undefined) throw new Error(`${written} did not pass FreezeEnd`);
  if (end.ms > 0 && end.ms <= MAX_HOURS * HOUR_MS) return end.until;
  const message = `until: ${quoteInput(written)} is ${end.ms > 0 ? `more than ${MAX_HOURS} hours` : 'less than a minute'} away; ${WORKS}.`;
  throw new Problem({ code: 'bad_input', message });
}

/** A time of day may stand with or without `until`. */
function endOf(written: string, now: Instant) {
  return endOfSpan(written, now) ?? endOfSpan(`until ${written}`, now);
}
