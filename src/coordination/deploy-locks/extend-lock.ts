import type { Instant } from '../../platform/instant.ts';
import type { LockDecision } from './claim-lock.ts';
import type { Hold } from './lock.ts';
import { type LockState, lockOf, withLock } from './lock-state.ts';
import { type HoldRef, managedHold, type NotHeld } from './managed-hold.ts';

export type ExtendAnswer =
  | {
      readonly type: 'extended';
      readonly hold: Hold;
      /** The hold before the extension. It equals `hold` if it already lasted longer. */
      readonly before: Hold;
    }
  | NotHeld;

/** Extends a hold to `until`, unless it already lasts longer. A repeated request therefore changes nothing. */
export function extendLock(state: LockState, ref: HoldRef, until: Instant): LockDecision<ExtendAnswer> {
  const managed = managedHold(state, ref);
  if (managed.type !== 'managed') return { state, answer: managed };
  const { hold: before } = managed;
  if (until <= before.until) return { state, answer: { type: 'extended', hold: before, before } };
  const hold = { ...before, until };
  return {
    state: withLock(state, { ...lockOf(state, ref.service), hold }, { type: 'extended', hold, before }),
    answer: { type: 'extended', hold, before },
  };
}
