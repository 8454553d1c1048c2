import type { Instant } from '../../platform/instant.ts';
import { isGone } from '../sessions/session-health.ts';
import { type Conflict, conflictFor } from './conflict.ts';
import { type Claimant, type EndedHold, GLOBAL, type Hold, type Lock } from './lock.ts';
import {
  type LockState,
  lockOf,
  readableLocks,
  readableRivals,
  type Unreadable,
  unreadableFor,
  withLock,
} from './lock-state.ts';

/** How many grants a lock remembers, so that a client's retry still finds its grant. */
const GRANTS_KEPT = 10;

export interface Claim {
  readonly service: string;
  readonly claimant: Claimant;
  readonly reason: string;
  readonly until: Instant;
  /** Whether the caller named the end. The default end does not change a hold that the session already has. */
  readonly length: 'given' | 'default';
  readonly request: string;
  /** A hash of the request's operation and input. */
  readonly content: string;
}

/** A dead or ended session gets no lock, because it would lose the lock immediately. */
interface SessionOver {
  readonly type: 'session-over';
  readonly session: string;
}

/** Why a claim is impossible: the lock cannot be read, or the claiming session is dead or ended. */
export type CannotClaim = Unreadable | SessionOver;

export type Blocked = CannotClaim | { readonly type: 'blocked'; readonly conflict: Conflict; readonly lock: Lock };

export type ClaimAnswer =
  | { readonly type: 'claimed'; readonly hold: Hold }
  /** The session already held the lock of the scope, and the claim changed the reason or the end. */
  | { readonly type: 'changed'; readonly hold: Hold; readonly before: Hold }
  /** The session already holds the lock of the scope as claimed, or holds it through the global lock. */
  | { readonly type: 'held-already'; readonly service: string; readonly hold: Hold }
  /** The same request was granted the lock earlier, and that hold has ended. */
  | { readonly type: 'ended-since'; readonly token: number; readonly end: EndedHold | null }
  /** An earlier request with the same id asked for something else. */
  | { readonly type: 'request-reused' }
  | Blocked;

/** The locks after a lock command, and the command's answer to its caller. */
export interface LockDecision<A> {
  readonly state: LockState;
  readonly answer: A;
}

/**
 * Grants the lock of a scope, unless another session blocks it with a hold, a reservation, or its wait for the global
 * lock. The owner is the session: another session of the same person conflicts with it. The new token is higher than
 * every earlier one of the scope and of the scopes that exclude it.
 */
export function claimLock(state: LockState, claim: Claim): LockDecision<ClaimAnswer> {
  const { service, claimant } = claim;
  const blocked = blockedFor(state, service, claimant.session);
  if (blocked !== undefined && blocked.type !== 'blocked') return { state, answer: blocked };
  if (isReused(state, claim)) return { state, answer: { type: 'request-reused' } };
  const repeated = repeatedAnswer(lockOf(state, service), claim);
  if (repeated !== undefined) return { state, answer: repeated };
  const own = ownHold(state, service, claimant.session);
  if (own?.service === service) return changeHold(state, claim, own.hold);
  if (own !== undefined) return { state, answer: { type: 'held-already', ...own } };
  if (blocked !== undefined) return { state, answer: blocked };
  return grant(state, claim);
}

export function blockedFor(state: LockState, service: string, session: string): Blocked | undefined {
  const unreadable = unreadableFor(state, service);
  if (unreadable !== undefined) return unreadable;
  if (isGone(state.sessionOf(session), state.now)) return { type: 'session-over', session };
  const conflict = conflictFor(state, service, session);
  return conflict && { type: 'blocked', conflict, lock: lockOf(state, conflict.service) };
}

/**
 * Changes a hold whose session claims the lock again: its reason, and its end if the claim names one. The token stays. The
 * hold is remembered under the new request, so a repeated request does not move the end again.
 */
function changeHold(state: LockState, claim: Claim, before: Hold): LockDecision<ClaimAnswer> {
  const until = claim.length === 'given' ? claim.until : before.until;
  const hold = { ...before, reason: claim.reason, until };
  if (hold.reason === before.reason && until === before.until)
    return { state, answer: { type: 'held-already', service: claim.service, hold: before } };
  const lock = lockOf(state, claim.service);
  const changed = { ...lock, hold, grants: withGrant(lock, claim, hold.token) };
  return {
    state: withLock(state, changed, { type: 'changed', hold, before }),
    answer: { type: 'changed', hold, before },
  };
}

/** Gives the lock of the scope to the claimant and removes the claimant from the queue. */
export function grant(
  state: LockState,
  claim: Omit<Claim, 'length'>,
): LockDecision<{ readonly type: 'claimed'; readonly hold: Hold }> {
  const { service, claimant, reason, until } = claim;
  const lock = lockOf(state, service);
  const token = 1 + Math.max(lock.token, ...readableRivals(state, service).map((rival) => rival.token));
  const hold: Hold = {
    ticket: state.newId(),
    token,
    claimant,
    reason,
    since: state.now,
    until,
    unresponsive_since: null,
    freeze_override: null,
    warned_until: null,
  };
  const claimed: Lock = {
    ...lock,
    token,
    hold,
    queue: lock.queue.filter((waiting) => waiting.claimant.session !== claimant.session),
    reservation: null,
    grants: withGrant(lock, claim, token),
  };
  return { state: withLock(state, claimed, { type: 'claimed', hold }), answer: { type: 'claimed', hold } };
}

function withGrant({ grants }: Lock, claim: Omit<Claim, 'length'>, token: number): Lock['grants'] {
  return [...grants, { request: requestKey(claim), content: claim.content, token }].slice(-GRANTS_KEPT);
}

/** The hold that gives a session the scope: the scope's own hold, or the global one. */
export function ownHold(
  state: LockState,
  service: string,
  session: string,
): { readonly service: string; readonly hold: Hold } | undefined {
  const candidates = service === GLOBAL ? [GLOBAL] : [service, GLOBAL];
  for (const each of candidates) {
    const view = state.views.get(each);
    const hold = view?.type === 'readable' ? view.lock.hold : null;
    if (hold?.claimant.session === session) return { service: each, hold };
  }
  return undefined;
}

/** Whether the session has already used the request id for another claim, in any scope. */
function isReused(state: LockState, claim: Claim): boolean {
  const key = requestKey(claim);
  const granted = readableLocks(state).flatMap(({ grants }) => grants);
  return granted.some(({ request, content }) => request === key && content !== null && content !== claim.content);
}

/**
 * A repeated request gets the first answer again and no second fencing token. Another session may use the same request
 * id.
 */
function repeatedAnswer({ hold, last_end, grants }: Lock, claim: Claim): ClaimAnswer | undefined {
  const key = requestKey(claim);
  const granted = grants.find(({ request }) => request === key);
  if (granted === undefined) return undefined;
  if (hold?.token === granted.token) return { type: 'claimed', hold };
  return { type: 'ended-since', token: granted.token, end: last_end?.hold.token === granted.token ? last_end : null };
}

function requestKey({ claimant, request }: Pick<Claim, 'claimant' | 'request'>): string {
  return `${claimant.session} ${request}`;
}
