import { laterBy } from '../../platform/instant.ts';
import { type CannotClaim, type LockDecision, ownHold } from './claim-lock.ts';
import type { GuardedChange } from './deploy-under-lock.ts';
import type { Hold } from './lock.ts';
import { type LockState, lockOf, unreadableFor, withLock } from './lock-state.ts';
import { type StaleToken, staleToken } from './stale-token.ts';

/** A heartbeat renews the hold when less than this is left. The card of the lock thus changes once in five minutes at most. */
const RENEW_BELOW_MS = 10 * 60_000;
/** How long a renewed hold lasts: as long as a session without heartbeats lives. */
const LASTS_MS = 15 * 60_000;

export type BeatAnswer =
  | { readonly type: 'kept'; readonly hold: Hold }
  /** The session holds the lock, but no deploy of it runs. */
  | { readonly type: 'no-deploy'; readonly hold: Hold }
  | StaleToken
  | CannotClaim;

/**
 * Keeps the lock of a running deploy. A deploy that sends heartbeats holds its lock as long as it runs. When the
 * heartbeats stop, the hold ends within 15 minutes, and the result of the deploy is unknown. A heartbeat never shortens
 * a hold, and it brings no ended hold back.
 */
export function beatDeploy(
  state: LockState,
  { service, claimant, token }: GuardedChange & { readonly token: number },
): LockDecision<BeatAnswer> {
  const unreadable = unreadableFor(state, service);
  if (unreadable !== undefined) return { state, answer: unreadable };
  const own = ownHold(state, service, claimant.session);
  if (own === undefined || own.hold.token !== token) {
    const scope = own?.service ?? service;
    return { state, answer: staleToken(state, token, { scope, service, session: claimant.session }) };
  }
  const { hold: before } = own;
  const { deploy } = lockOf(state, service);
  if (deploy?.state !== 'running' || deploy.token !== token)
    return { state, answer: { type: 'no-deploy', hold: before } };
  const beaten = deploy.sends_heartbeats
    ? state
    : withLock(state, { ...lockOf(state, service), deploy: { ...deploy, sends_heartbeats: true } });
  if (before.until >= laterBy(state.now, RENEW_BELOW_MS))
    return { state: beaten, answer: { type: 'kept', hold: before } };
  const hold = { ...before, until: laterBy(state.now, LASTS_MS) };
  const lock = { ...lockOf(beaten, own.service), hold };
  return { state: withLock(beaten, lock, { type: 'renewed', hold, before }), answer: { type: 'kept', hold } };
}
