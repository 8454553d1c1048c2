import { type Claimant, type Deploy, GLOBAL, type Hold, type Lock } from '../../coordination/deploy-locks/lock.ts';
import type { LockView } from '../../coordination/deploy-locks/lock-state.ts';
import { nameOf } from '../../coordination/identity/actor.ts';
import { withoutCode } from '../kit/input/printable.ts';

/** A lock as an answer tells it; what there is not is left out. Times are ISO 8601. */
export interface LockFacts {
  readonly service: string;
  readonly state: 'free' | 'held' | 'suspect' | 'offered' | 'awaited' | 'unreadable';
  /** `global`, where a service is not free because everything is held, kept or waited for; the line of `global` says more. */
  readonly through?: string;
  /** Of `global`: the services that somebody has, so that nobody can have everything. */
  readonly free_after?: readonly string[];
  /** Who holds it, for whom it is kept, or who waits for everything. */
  readonly by?: string;
  readonly session?: string;
  readonly token?: number;
  readonly reason?: string;
  readonly since?: string;
  readonly until?: string;
  /** Who waits, the next first. */
  readonly queue?: readonly string[];
  /** The newest deploy; `global` is not deployed. */
  readonly deploy?: DeployFacts;
}

interface DeployFacts {
  readonly commit: string | null;
  readonly state: string;
  readonly by: string;
  readonly started_at: string;
  readonly ended_at: string | null;
}

export function lockFacts(view: LockView): LockFacts {
  if (view.type === 'unreadable') return { service: view.service, state: 'unreadable', reason: view.why };
  const { service, queue, deploy } = view.lock;
  const waiting = queue.map(({ claimant }) => claimantName(claimant));
  return {
    service,
    ...stateFacts(view.lock),
    ...(waiting.length === 0 ? {} : { queue: waiting }),
    ...(deploy === null || service === GLOBAL ? {} : { deploy: deployFacts(deploy) }),
  };
}

function stateFacts({ hold, reservation, queue }: Lock): Omit<LockFacts, 'service'> {
  if (hold !== null) {
    const { claimant, token, reason, since, until, unresponsive_since } = hold;
    const state = unresponsive_since === null ? 'held' : 'suspect';
    return { state, by: claimantName(claimant), session: claimant.session, token, reason, since, until };
  }
  const next = queue[0];
  if (reservation === null || next === undefined) return { state: 'free' };
  return { state: 'offered', by: claimantName(next.claimant), until: reservation.until };
}

/** A hold as its holder is told of it. */
export interface HoldFacts {
  readonly service: string;
  readonly token: number;
  readonly session: string;
  readonly reason: string;
  readonly since: string;
  readonly until: string;
}

export function holdFacts(service: string, { token, claimant, reason, since, until }: Hold): HoldFacts {
  return { service, token, session: claimant.session, reason, since, until };
}

/** The lock of an answer that has only that. */
export function factsOfLock(lock: Lock): LockFacts {
  return lockFacts({ type: 'readable', lock, document: 'stored' });
}

/** As people read it, also within a sentence. */
export function claimantName({ name, acts_for }: Pick<Claimant, 'name' | 'acts_for'>): string {
  return withoutCode(nameOf(acts_for === null ? { name } : { name, actsFor: acts_for }));
}

function deployFacts({ commit, state, claimant, started_at, ended_at }: Deploy): DeployFacts {
  return { commit, state, by: claimantName(claimant), started_at, ended_at };
}
