import type { Claim } from '../../coordination/deploy-locks/claim-lock.ts';
import type { Hold } from '../../coordination/deploy-locks/lock.ts';
import type { Instant } from '../../platform/instant.ts';
import { quoteText } from '../../platform/printable.ts';
import { holdUntil } from '../kit/input/hold-duration.ts';
import { leagueTime } from '../kit/league-time.ts';
import { lockName } from './lock-text.ts';

/** How long a claim lasts whose caller names no length. */
export const DEFAULT_HOLD = '30m';

/** Returns the end of a claim, and whether the caller named it. */
export function wantedEnd(duration: string | undefined, now: Instant): Pick<Claim, 'until' | 'length'> {
  return { until: holdUntil(duration ?? DEFAULT_HOLD, now), length: duration === undefined ? 'default' : 'given' };
}

interface ChangedHold {
  readonly hold: Hold;
  readonly before: Hold;
}

/** Says what a claim changed on a lock that the caller already held. */
export function changedHoldText(service: string, { hold, before }: ChangedHold, now: Instant): string {
  const changes = holdChangesText({ hold, before }, now);
  return `You already hold ${lockName(service)}, token ${hold.token}, so your claim was changed. ${changes}`;
}

/** Lists the changes of a hold with the earlier values. */
export function holdChangesText({ hold, before }: ChangedHold, now: Instant): string {
  const reason =
    hold.reason === before.reason
      ? ''
      : `The reason is now ${quoteText(hold.reason)} (before: ${quoteText(before.reason)}). `;
  const until = leagueTime(hold.until, now);
  const isSameEnd = hold.until === before.until;
  const ends = isSameEnd
    ? `The claim still ends at ${until}.`
    : `The claim now ends at ${until} (before: ${leagueTime(before.until, now)}).`;
  return `${reason}${ends}`;
}

interface HeldScope {
  /** The scope of the hold: the claimed service, or `global`. */
  readonly service: string;
  readonly hold: Hold;
}

/** Says that a claim changed nothing, because the caller already holds the lock as claimed, or holds the global lock. */
export function heldAlreadyText(service: string, { service: scope, hold }: HeldScope, now: Instant): string {
  const held = `You already hold ${lockName(scope)} until ${leagueTime(hold.until, now)}, token ${hold.token}.`;
  if (scope === service) return `${held} Nothing was changed.`;
  const change = `\`tipoff deploy claim ${scope}\` with a new reason or length changes them`;
  return `${held} It covers ${service}. Its reason and its end were not changed; ${change}.`;
}
