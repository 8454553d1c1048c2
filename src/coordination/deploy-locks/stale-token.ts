import { type Blocked, blockedFor } from './claim-lock.ts';
import type { EndedHold, Hold } from './lock.ts';
import { type LockState, lockOf } from './lock-state.ts';

/** The given token is not that of the hold it was given for. */
export interface StaleToken {
  readonly type: 'stale-token';
  readonly token: number;
  /** Whether the scope ever had such a token. */
  readonly known: 'given' | 'never-given';
  readonly hold: Hold | null;
  readonly last: EndedHold | null;
  /** Why the session cannot claim the scope again now; null when it can. */
  readonly blocked: Extract<Blocked, { type: 'blocked' }> | null;
}

/** `scope` is the one the token was given for; `service` is what the session would have to claim. */
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
