import type { Instant } from '../../platform/instant.ts';
import { type Conflict, conflictFor } from './conflict.ts';
import type { Claimant, EndedHold, Hold, Lock } from './lock.ts';
import { GLOBAL } from './lock.ts';
import {
  type LockState,
  lockOf,
  readableLocks,
  readableRivals,
  type Unreadable,
  unreadableFor,
  withLock,
} from './lock-state.ts';

/** More than are granted while somebody may still repeat a request. */
const GRANTS_KEPT = 10;

export interface Claim {
  readonly service: string;
  readonly claimant: Claimant;
  readonly reason: string;
  readonly until: Instant;
  readonly request: string;
  /** A hash of everything that the request asks for. */
  readonly content: string;
}

/** A session that is dead or ended gets nothing: what it got would end at once. */
interface SessionOver {
  readonly type: 'session-over';
  readonly session: string;
}

/** Why nobody could be given the scope, or not this session. */
export type CannotClaim = Unreadable | SessionOver;

export type Blocked = CannotClaim | { readonly type: 'blocked'; readonly obstacle: Conflict; readonly lock: Lock };

export type ClaimAnswer =
  | { readonly type: 'claimed'; readonly hold: Hold }
  /** The session has it already, by an earlier request or through the global lock. */
  | { readonly type: 'held-already'; readonly service: string; readonly hold: Hold }
  /** This very request was granted before, and its hold has ended since. */
  | { readonly type: 'ended-since'; readonly token: number; readonly end: EndedHold | null }
  /** A request of this name was granted that asked for something else. */
  | { readonly type: 'request-reused' }
  | Blocked;

export interface LockDecision<A> {
  readonly scene: LockState;
  readonly answer: A;
}

/**
 * A scope is claimed by whoever asks while nobody else holds it or a rival scope, has it offered, or waits for everything. The owner is the
 * session: another session of the same person is somebody else. The token is higher than every one the scope or a rival ever gave.
 */
export function claimLock(scene: LockState, claim: Claim): LockDecision<ClaimAnswer> {
  const { service, claimant } = claim;
  const blocked = blockedFor(scene, service, claimant.session);
  if (blocked !== undefined && blocked.type !== 'blocked') return { scene, answer: blocked };
  if (isReused(scene, claim)) return { scene, answer: { type: 'request-reused' } };
  const lock = lockOf(scene, service);
  const repeated = repeatedAnswer(lock, claim);
  if (repeated !== undefined) return { scene, answer: repeated };
  const own = ownHold(scene, service, claimant.session);
  if (own !== undefined) return { scene, answer: { type: 'held-already', ...own } };
  if (blocked !== undefined) return { scene, answer: blocked };
  return grant(scene, claim);
}

export function blockedFor(scene: LockState, service: string, session: string): Blocked | undefined {
  const unreadable = unreadableFor(scene, service);
  if (unreadable !== undefined) return unreadable;
  if (scene.standing(session) === 'over') return { type: 'session-over', session };
  const obstacle = conflictFor(scene, service, session);
  return obstacle && { type: 'blocked', obstacle, lock: lockOf(scene, obstacle.service) };
}

/** Gives the scope to the claimant, who stands in its queue no more. */
export function grant(scene: LockState, claim: Claim): LockDecision<{ readonly type: 'claimed'; readonly hold: Hold }> {
  const { service, claimant, reason, until } = claim;
  const lock = lockOf(scene, service);
  const token = 1 + Math.max(lock.token, ...readableRivals(scene, service).map((rival) => rival.token));
  const hold: Hold = {
    ticket: scene.newId(),
    token,
    claimant,
    reason,
    since: scene.now,
    until,
    suspect_since: null,
  };
  const claimed: Lock = {
    ...lock,
    token,
    hold,
    queue: lock.queue.filter((waiting) => waiting.claimant.session !== claimant.session),
    offer: null,
    grants: [...lock.grants, { request: requestKey(claim), content: claim.content, token }].slice(-GRANTS_KEPT),
  };
  return { scene: withLock(scene, claimed, { type: 'claimed', hold }), answer: { type: 'claimed', hold } };
}

/** The hold by which a session has a scope: of the scope itself, or of all. */
export function ownHold(
  scene: LockState,
  service: string,
  session: string,
): { readonly service: string; readonly hold: Hold } | undefined {
  const candidates = service === GLOBAL ? [GLOBAL] : [service, GLOBAL];
  for (const each of candidates) {
    const view = scene.views.get(each);
    const hold = view?.type === 'readable' ? view.lock.hold : null;
    if (hold?.claimant.session === session) return { service: each, hold };
  }
  return undefined;
}

/** One name stands for one request, whichever scope it asked for. */
function isReused(scene: LockState, claim: Claim): boolean {
  const key = requestKey(claim);
  const granted = readableLocks(scene).flatMap(({ grants }) => grants);
  return granted.some(({ request, content }) => request === key && content !== null && content !== claim.content);
}

/** The same request gets the same answer and no second token. Another session's request of this name is another request. */
function repeatedAnswer({ hold, last_end, grants }: Lock, claim: Claim): ClaimAnswer | undefined {
  const key = requestKey(claim);
  const granted = grants.find(({ request }) => request === key);
  if (granted === undefined) return undefined;
  if (hold?.token === granted.token) return { type: 'claimed', hold };
  return { type: 'ended-since', token: granted.token, end: last_end?.hold.token === granted.token ? last_end : null };
}

function requestKey({ claimant, request }: Claim): string {
  return `${claimant.session} ${request}`;
}
