import { type Blocked, blockedFor } from './claim-lock.ts';
import type { EndedHold, Hold } from './lock.ts';
import { type LockState, lockOf } from './lock-state.ts';

/** A token that is not that of the hold it was given for. */
export interface StaleToken {
  readonly type: 'stale-token';
  readonly token: number;
  /** Whether the scope ever had such a token. */
  readonly known: 'given' | 'never-given';
  readonly hold: Hold | null;
  readonly last: EndedHold | null;
  /** What keeps the asking session from claiming anew; null when nothing does. */
  readonly blocked: Extract<Blocked, { type: 'blocked' }> | null;
}

/** `scope` is the one whose token was asked for; `service` what the session would have to claim. */
export function staleToken(
  scene: LockState,
  token: number,
  { scope, service, session }: { readonly scope: string; readonly service: string; readonly session: string },
): StaleToken {
  const { hold, last_end: last, token: highest } = lockOf(scene, scope);
  const blocked = blockedFor(scene, service, session);
  return {
    type: 'stale-token',
    token,
    known: token > highest || token < 1 ? 'never-given' : 'given',
    hold,
    last,
    blocked: blocked?.type === 'blocked' ? blocked : null,
  };
}
