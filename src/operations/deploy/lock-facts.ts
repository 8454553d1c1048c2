import * as z from 'zod';
import { type Claimant, type Deploy, GLOBAL, type Hold, type Lock } from '../../coordination/deploy-locks/lock.ts';
import type { LockView } from '../../coordination/deploy-locks/lock-state.ts';
import { ServedCommit } from '../../coordination/deploys/served-commit.ts';
import { nameOf } from '../../coordination/identity/actor.ts';
import { Instant } from '../../platform/instant.ts';
import { withoutCode } from '../../platform/printable.ts';
import { UserText } from '../../platform/user-text.ts';

const DeployFacts = z.object({
  commit: z.string().nullable(),
  state: z.enum(['running', 'succeeded', 'failed', 'unknown']),
  by: UserText,
  /** The session of a running deploy. Only it can finish the deploy. */
  session: z.string().optional(),
  started_at: Instant,
  ended_at: Instant.nullable(),
  /** What the service served when the deploy ended; absent before that. Facts that are not known are absent, too. */
  served: ServedCommit.pick({ verdict: true })
    .extend({ commit: z.string().optional(), revision: z.string().optional(), share: z.number().optional() })
    .optional(),
});
export type DeployFacts = Readonly<z.infer<typeof DeployFacts>>;

/** A lock as operations return it. Fields that do not apply are absent. Times are ISO 8601. */
export const LockFacts = z.object({
  service: z.string(),
  state: z.enum(['free', 'held', 'suspect', 'offered', 'awaited', 'unreadable']),
  /** Set to `global` if the global lock blocks the service. The reply describes the global lock in an entry of its own. */
  through: z.string().optional(),
  /** The services whose held locks block a claim of the global lock. Only the entry of the global lock has this field. */
  free_after: z.array(z.string()).readonly().optional(),
  /**
   * The name of the session that has or wants the lock: it holds the lock, has the reservation, or waits first for
   * `global`.
   */
  by: UserText.optional(),
  session: z.string().optional(),
  token: z.number().optional(),
  reason: UserText.optional(),
  since: Instant.optional(),
  until: Instant.optional(),
  /** The waiting claimants in queue order. */
  queue: z.array(UserText).readonly().optional(),
  /** The newest deploy of the service. The global lock has no deploys of its own. */
  deploy: DeployFacts.optional(),
});
export type LockFacts = Readonly<z.infer<typeof LockFacts>>;

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

/** A held lock as replies show it to its holder. */
export const HoldFacts = z.object({
  service: z.string(),
  token: z.number(),
  session: z.string(),
  reason: UserText,
  since: Instant,
  until: Instant,
});
export type HoldFacts = Readonly<z.infer<typeof HoldFacts>>;

export function holdFacts(service: string, { token, claimant, reason, since, until }: Hold): HoldFacts {
  return { service, token, session: claimant.session, reason, since, until };
}

/** Describes one lock for replies, without the effects of other locks on it. */
export function factsOfLock(lock: Lock): LockFacts {
  return lockFacts({ type: 'readable', lock, document: 'stored' });
}

/** The claimant's name for use in a sentence. */
export function claimantName({ name, acts_for }: Pick<Claimant, 'name' | 'acts_for'>): string {
  return withoutCode(nameOf(acts_for === null ? { name } : { name, actsFor: acts_for }));
}

function deployFacts({ commit, state, claimant, started_at, ended_at, served }: Deploy): DeployFacts {
  const verdict = served === null ? {} : { served: servedFacts(served) };
  const deploying = state === 'running' ? { session: claimant.session } : {};
  return { commit, state, by: claimantName(claimant), ...deploying, started_at, ended_at, ...verdict };
}

function servedFacts({ verdict, commit, revision, share }: ServedCommit): NonNullable<DeployFacts['served']> {
  return {
    verdict,
    ...(commit === null ? {} : { commit }),
    ...(revision === null ? {} : { revision }),
    ...(share === null ? {} : { share }),
  };
}
