import * as z from 'zod';
import { Instant, instantFromDate } from '../../platform/instant.ts';

const Iso = z.iso.datetime().transform((text) => instantFromDate(new Date(text)));
const TimeValue = z.union([Instant, Iso]);

/** Returns the time that a value of an answer is, such as `2026-02-05T23:10:00Z`; undefined for any other text. */
export function timeValue(text: string): Instant | undefined {
  return TimeValue.safeParse(text).data;
}
