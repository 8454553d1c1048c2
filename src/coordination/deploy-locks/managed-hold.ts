import type { Claimant, EndedHold, Hold } from './lock.ts';
import { type LockState, lockOf, type Unreadable } from './lock-state.ts';
import { type StaleToken, staleToken } from './stale-token.ts';
import { mayManage } from './takeover-policy.ts';

/** The hold that a caller wants to extend or release. A fencing token restricts this to the hold with that token. */
export interface HoldRef {
  readonly service: string;
  readonly caller: Claimant;
  readonly token: number | undefined;
}

/** Why the caller may not extend or release the hold. */
export type NotHeld =
  | Unreadable
  | { readonly type: 'not-held'; readonly last: EndedHold | null }
  | StaleToken
  | { readonly type: 'not-yours'; readonly hold: Hold };

/**
 * Returns the hold if the caller may extend and release it. A fencing token of another hold is stale, whoever the
 * caller is.
 */
export function managedHold(
  state: LockState,
  { service, caller, token }: HoldRef,
): { readonly type: 'managed'; readonly hold: Hold } | NotHeld {
  const view = state.views.get(service);
  if (view?.type === 'unreadable') return view;
  const { hold, last_end: last } = lockOf(state, service);
  if (token !== undefined && token !== hold?.token)
    return staleToken(state, token, { scope: service, service, session: caller.session });
  if (hold === null) return { type: 'not-held', last };
  return mayManage(hold, caller) === 'allowed' ? { type: 'managed', hold } : { type: 'not-yours', hold };
}
