import { type Blocked, blockedFor } from './claim-lock.ts';
import type { EndedHold, Hold } from './lock.ts';
import { type LockState, lockOf } from './lock-state.ts';

/** The answer to a caller whose fencing token does not belong to the current hold of the lock. */
export interface StaleToken {
  readonly type: 'stale-token';
  readonly token: number;
  /** `given`: the fencing token was once granted for the scope. `never-given`: it was not. */
  readonly known: 'given' | 'never-given';
  readonly hold: Hold | null;
  readonly last: EndedHold | null;
  /** Why the session cannot claim the scope again now; null if it can. */
  readonly blocked: Extract<Blocked, { type: 'blocked' }> | null;
}

/**
 * Describes a stale fencing token. `scope` is the scope of the token; `service` is the scope that the session would
 * have to claim now.
 */
export function staleToken(
  state: LockState,
  token: number,
  { scope, service, session }: { readonly scope: string; readonly service: string; readonly session: string },
): StaleToken {
  const { hold, last_end: last, token: highest } = lockOf(state, scope);
  const blocked = blockedFor(state, service, session);
  return {
    type: 'stale-token',
    token,
    known: token > highest || token < 1 ? 'never-given' : 'given',
    hold,
    last,
    blocked: blocked?.type === 'blocked' ? blocked : null,
  };
}
