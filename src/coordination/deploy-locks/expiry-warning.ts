import { type Instant, laterBy, millisOf } from '../../platform/instant.ts';
import type { Hold } from './lock.ts';

const WARN_BEFORE_MS = 5 * 60_000;

/**
 * Decides whether the holder has to be warned that a hold expires: once, in its last five minutes. A hold that was extended
 * after a warning gets another one before its new end. A hold of at most five minutes gets none, because its holder has
 * just claimed it.
 */
export function isExpiryWarningDue({ since, until, warned_until }: Hold, now: Instant): boolean {
  if (warned_until === until || now >= until) return false;
  return millisOf(until) - millisOf(since) > WARN_BEFORE_MS && laterBy(now, WARN_BEFORE_MS) >= until;
}
