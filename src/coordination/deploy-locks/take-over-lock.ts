import type { Blocked, LockDecision } from './claim-lock.ts';
import { blockedFor, type Claim, claimLock, grant } from './claim-lock.ts';
import { endHold } from './end-hold.ts';
import type { EndedHold, Hold } from './lock.ts';
import { type LockState, lockOf } from './lock-state.ts';
import { takeoverRight } from './takeover-policy.ts';

export interface TakeOver extends Claim {
  /** The token of the hold that is meant, as the asker was shown it; undefined while nothing is confirmed. */
  readonly confirmed: number | undefined;
  readonly listed: 'listed' | 'not-listed';
}

export type TakeOverAnswer =
  | { readonly type: 'taken-over'; readonly hold: Hold; readonly from: Hold }
  /** It is there to be taken over, once the asker confirms whose it is. */
  | { readonly type: 'confirm'; readonly hold: Hold }
  | { readonly type: 'claimed'; readonly hold: Hold }
  | { readonly type: 'held-already'; readonly service: string; readonly hold: Hold }
  | { readonly type: 'ended-since'; readonly token: number; readonly end: EndedHold | null }
  | { readonly type: 'request-reused' }
  | { readonly type: 'moved-on'; readonly confirmed: number; readonly hold: Hold }
  | { readonly type: 'not-allowed'; readonly hold: Hold }
  | Blocked;

/**
 * Ends another's hold and gives the scope to the asker, in one step: of two who take over one hold the first has it and the second is told,
 * because what was confirmed is that hold and no later one. The old holder's token is stale from then on.
 */
export function takeOverLock(scene: LockState, takeOver: TakeOver): LockDecision<TakeOverAnswer> {
  const { service, claimant } = takeOver;
  const tried = claimLock(scene, takeOver);
  if (tried.answer.type !== 'blocked') return { scene: tried.scene, answer: tried.answer };
  const { hold } = lockOf(scene, service);
  if (hold === null || hold.claimant.session === claimant.session) return { scene, answer: tried.answer };
  const refused = refusal(hold, takeOver);
  if (refused !== undefined) return { scene, answer: refused };
  const ended = endHold(scene, service, { how: 'taken-over', by: claimant, reason: takeOver.reason });
  const blocked = blockedFor(ended, service, claimant.session);
  if (blocked !== undefined && !isTurn(blocked)) return { scene, answer: blocked };
  const granted = grant(ended, takeOver);
  return { scene: granted.scene, answer: { type: 'taken-over', hold: granted.answer.hold, from: hold } };
}

/** Who takes over comes before all who wait for the scope, so before one who waits for everything, too. */
function isTurn(blocked: Blocked): boolean {
  return blocked.type === 'blocked' && blocked.obstacle.type === 'awaited';
}

function refusal(hold: Hold, { claimant, listed, confirmed }: TakeOver): TakeOverAnswer | undefined {
  if (takeoverRight(hold, claimant, listed) !== 'allowed') return { type: 'not-allowed', hold };
  if (confirmed === undefined) return { type: 'confirm', hold };
  return confirmed === hold.token ? undefined : { type: 'moved-on', confirmed, hold };
}
