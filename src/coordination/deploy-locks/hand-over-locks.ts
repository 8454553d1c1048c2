import { grant, type LockDecision, ownHold } from './claim-lock.ts';
import { deploysUnder } from './end-hold.ts';
import type { Claimant, Hold, Lock, QueueEntry } from './lock.ts';
import { type LockState, lockOf, locksGuardedBy, readableLocks, withLock } from './lock-state.ts';

/** One thing of the deploy locks that moved to another session. */
export interface MovedLock {
  /** `offer` is the stored word for a reservation. */
  readonly kind: 'lock' | 'deploy' | 'queue' | 'offer';
  readonly id: string;
  /** The new fencing token of a lock or a deploy; null for a place in a queue. */
  readonly token: number | null;
}

export interface LockHandOver {
  /** The session that hands over. */
  readonly from: string;
  readonly to: Claimant;
  /** The id of the request that accepts the handoff, and a hash of its content. */
  readonly request: string;
  readonly content: string;
}

/**
 * Moves everything that one session has of the deploy locks to another session.
 * - Each hold ends as handed over, and the new session gets a hold with the same reason and end and a higher fencing token.
 * - A deploy that runs under such a hold continues under the new token.
 * - Places in queues and reservations move. If the new session waits in the same queue, the earlier place counts. If it
 *   holds the lock, the place is given up.
 * Every lock has to be readable.
 */
export function handOverLocks(state: LockState, handOver: LockHandOver): LockDecision<readonly MovedLock[]> {
  const { from } = handOver;
  const held = readableLocks(state).filter(({ hold }) => hold?.claimant.session === from);
  const afterHolds = held.reduce(
    (before, { service }) => combined(before, moveHold(before.state, service, handOver)),
    startingAt(state),
  );
  const awaited = readableLocks(afterHolds.state).filter(({ queue }) => queue.some(isPlaceOf(from)));
  return awaited.reduce(
    (before, { service }) => combined(before, movePlace(before.state, service, handOver)),
    afterHolds,
  );
}

type Moves = LockDecision<readonly MovedLock[]>;

function startingAt(state: LockState): Moves {
  return { state, answer: [] };
}

function combined(before: Moves, after: Moves): Moves {
  return { state: after.state, answer: [...before.answer, ...after.answer] };
}

function moveHold(state: LockState, service: string, { to, request, content }: LockHandOver): Moves {
  const lock = lockOf(state, service);
  const { hold } = lock;
  if (hold === null) return startingAt(state);
  const end = { hold, how: 'handed-over', by: to, reason: null } as const;
  // A running deploy moves to the new hold, so the card of the old hold keeps only the others.
  const done = deploysUnder(state, service, hold).filter((deploy) => deploy.state !== 'running');
  const ended = withLock(
    state,
    { ...lock, hold: null, last_end: { ...end, at: state.now, deploys: done } },
    { type: 'ended', ...end },
  );
  const { reason, until } = hold;
  const granted = grant(ended, { service, claimant: to, reason, until, request, content });
  const { token } = granted.answer.hold;
  const deploys = locksGuardedBy(granted.state, service).filter(
    ({ deploy }) => deploy?.state === 'running' && deploy.token === hold.token,
  );
  return deploys.reduce(
    (before, { service: deployed }) => combined(before, moveDeploy(before.state, deployed, granted.answer.hold)),
    { state: granted.state, answer: [{ kind: 'lock', id: service, token }] } as Moves,
  );
}

function moveDeploy(state: LockState, service: string, { claimant, token }: Hold): Moves {
  const lock = lockOf(state, service);
  const { deploy: before } = lock;
  if (before === null) return startingAt(state);
  const deploy = { ...before, claimant, token };
  return {
    state: withLock(state, { ...lock, deploy }, { type: 'deploy-handed-over', deploy, before }),
    answer: [{ kind: 'deploy', id: service, token }],
  };
}

function movePlace(state: LockState, service: string, { from, to }: LockHandOver): Moves {
  const lock = lockOf(state, service);
  const waiting = lock.queue.find(isPlaceOf(from));
  if (waiting === undefined) return startingAt(state);
  if (ownHold(state, service, to.session) !== undefined)
    return { state: withoutPlace(state, lock, waiting), answer: [] };
  const moved = { ...waiting, claimant: to };
  const isReserved = lock.reservation?.session === from;
  const reservation = isReserved
    ? { ...lock.reservation, ticket: state.newId(), session: to.session }
    : lock.reservation;
  const queue = earliestPlaceOnly(
    lock.queue.map((each) => (each === waiting ? moved : each)),
    to.session,
  );
  return {
    state: withLock(
      state,
      { ...lock, queue, reservation },
      { type: 'place-handed-over', waiting: moved, from: waiting },
    ),
    answer: [{ kind: isReserved ? 'offer' : 'queue', id: service, token: null }],
  };
}

function withoutPlace(state: LockState, lock: Lock, waiting: QueueEntry): LockState {
  const queue = lock.queue.filter((each) => each !== waiting);
  return withLock(state, { ...lock, queue }, { type: 'left', waiting });
}

/** Keeps the first place of a session in a queue. A reservation belongs to the first place of the queue, so it stays valid. */
function earliestPlaceOnly(queue: readonly QueueEntry[], session: string): readonly QueueEntry[] {
  const first = queue.find(isPlaceOf(session));
  return queue.filter((each) => each === first || !isPlaceOf(session)(each));
}

function isPlaceOf(session: string) {
  return ({ claimant }: QueueEntry) => claimant.session === session;
}
