import type { Actor } from '../identity/actor.ts';
import type { RolePolicy } from '../identity/roles.ts';
import {
  type Blocked,
  blockedFor,
  type Claim,
  type ClaimAnswer,
  claimLock,
  grant,
  type LockDecision,
} from './claim-lock.ts';
import { endHold } from './end-hold.ts';
import { claimantOf, type Hold } from './lock.ts';
import { type LockState, lockOf } from './lock-state.ts';
import { takeoverRight } from './takeover-policy.ts';

export interface TakeOver extends Omit<Claim, 'claimant'> {
  readonly caller: Actor;
  /** The people and agents that may take over from a responsive holder. */
  readonly takeoverRole: RolePolicy;
  /** The fencing token of the hold that the caller confirmed; undefined before a confirmation. */
  readonly confirmed: number | undefined;
}

export type TakeOverAnswer =
  | { readonly type: 'taken-over'; readonly hold: Hold; readonly from: Hold }
  /** The caller may take over the hold after a confirmation. */
  | { readonly type: 'confirm'; readonly hold: Hold }
  | ClaimAnswer
  /** The hold that the caller confirmed has ended, and another session holds the scope now. */
  | { readonly type: 'moved-on'; readonly confirmed: number; readonly hold: Hold }
  | { readonly type: 'not-allowed'; readonly hold: Hold };

/**
 * Ends another session's hold and gives the scope to the caller in one step. The caller confirms a hold by its fencing
 * token, so if two callers confirm the same hold, only the first one gets it. The old holder's token is stale from then
 * on.
 */
export function takeOverLock(state: LockState, takeOver: TakeOver): LockDecision<TakeOverAnswer> {
  const { service, caller, reason } = takeOver;
  const claimant = claimantOf(caller);
  const claim = { ...takeOver, claimant };
  const claimed = claimLock(state, claim);
  if (claimed.answer.type !== 'blocked') return claimed;
  const { hold } = lockOf(state, service);
  if (hold === null || hold.claimant.session === claimant.session) return claimed;
  const refused = refusal(hold, takeOver);
  if (refused !== undefined) return { state, answer: refused };
  const ended = endHold(state, service, { how: 'taken-over', by: claimant, reason });
  const blocked = blockedFor(ended, service, claimant.session);
  if (blocked !== undefined && !isPassedOver(blocked)) return { state, answer: blocked };
  const granted = grant(ended, claim);
  return { state: granted.state, answer: { type: 'taken-over', hold: granted.answer.hold, from: hold } };
}

/**
 * A take-over does not wait for the queue, so a session in the queue of the global lock cannot block it. During a freeze,
 * a lock may be taken over to end what another session does; to start a deploy then needs an override.
 */
function isPassedOver(blocked: Blocked): boolean {
  return blocked.type === 'blocked' && ['awaited', 'frozen'].includes(blocked.conflict.type);
}

function refusal(hold: Hold, { caller, takeoverRole, confirmed }: TakeOver): TakeOverAnswer | undefined {
  if (takeoverRight(hold, caller, takeoverRole) !== 'allowed') return { type: 'not-allowed', hold };
  if (confirmed === undefined) return { type: 'confirm', hold };
  return confirmed === hold.token ? undefined : { type: 'moved-on', confirmed, hold };
}
