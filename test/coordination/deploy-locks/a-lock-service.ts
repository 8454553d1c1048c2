import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { auditContextOf } from '#src/coordination/audit/audit-context.ts';
import { claimLock } from '#src/coordination/deploy-locks/claim-lock.ts';
import { startDeploy } from '#src/coordination/deploy-locks/deploy-under-lock.ts';
import { extendLock } from '#src/coordination/deploy-locks/extend-lock.ts';
import { type DeployResult, finishDeploy } from '#src/coordination/deploy-locks/finish-deploy.ts';
import { claimantOf, type Lock, unclaimedLock } from '#src/coordination/deploy-locks/lock.ts';
import { joinQueue, type LeaveAnswer, leaveQueue } from '#src/coordination/deploy-locks/lock-queue.ts';
import { type LockCommand, lockService } from '#src/coordination/deploy-locks/lock-service.ts';
import { type LockDocument, lockFromDocument, lockRef } from '#src/coordination/deploy-locks/lock-storage.ts';
import { releaseAll, releaseLock } from '#src/coordination/deploy-locks/release-lock.ts';
import { takeOverLock } from '#src/coordination/deploy-locks/take-over-lock.ts';
import type { DeployPlan } from '#src/coordination/deploys/deploy-plan.ts';
import { type Actor, personAt } from '#src/coordination/identity/actor.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { sessionRef } from '#src/coordination/sessions/session.ts';
import { Announcement } from '#src/pipeline/announcement.ts';
import { COLLECTIONS } from '#src/pipeline/collections.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { sqliteDocumentStore } from '#src/platform/embedded/sqlite-document-store.ts';
import { laterBy } from '#src/platform/instant.ts';
import type { OfflineLog } from '#src/platform/offline-log.ts';
import { deployWatch } from '#src/workers/deploy-watch.ts';
import { type LockWatch, lockWatch } from '#src/workers/lock-watch.ts';
import { NOW, silentLog } from '../../pipeline/pipeline-stores.ts';
import { aChain } from '../audit/a-chain.ts';
import { aTarget, UNREACHABLE } from '../deploys/shown-target.ts';

export const MINUTE_MS = 60_000;
export const HEARTBEAT_MS = 30_000;

export const ANN = personAt('slack', { name: 'ann', id: 'U0ANN' });
export const ANN_AT_HOME = personAt('cli', { name: 'ann' });
export const BEN = personAt('slack', { name: 'ben', id: 'U0BEN' });
export const CLEO = personAt('slack', { name: 'cleo', id: 'U0CLEO' });
export const CLAUDE: Actor = {
  kind: 'agent',
  name: 'claude',
  session: 'session_claude',
  actsFor: 'ann',
  scope: 'write',
};
export const ROBIN: Actor = { kind: 'agent', name: 'robin', session: 'session_robin', actsFor: 'ann', scope: 'write' };

const SERVICES = ['worker', 'coordinator'];

/** The plan of a deploy of which nothing is known. */
export const PLAN: DeployPlan = { changes: null, last_good: null, variables: null, overdueAfterMs: 16 * MINUTE_MS };

interface CommandOptions {
  readonly service?: string;
  readonly forMs?: number;
  readonly request?: string;
  readonly token?: number;
  readonly reason?: string;
}

/** A lock service over a store whose clock the test controls. */
export function aLockService(given: { readonly store?: DocumentStore; readonly services?: readonly string[] } = {}) {
  const clock = { ms: NOW.getTime() };
  const store = given.store ?? aStore(clock);
  const audit = aChain();
  const deps = { store, services: given.services ?? SERVICES, newId: () => randomUUID(), audit, log: silentLog };
  const offlineLog = anOfflineLog();
  const locks = lockService(deps);
  const watch: LockWatch = lockWatch({ ...deps, locks, offlineLog });
  const shown = aTarget();
  const deployWatching = deployWatch({ ...deps, locks, target: shown.target });

  const execute = <A>(actor: Actor, command: LockCommand<A>, request: string = randomUUID()): Promise<A> =>
    locks.execute(auditContextOf(audit, actor, request), command);

  return {
    store,
    deps,
    offlineLog,
    watch,
    /** What the target of the services shows, and the watch that compares the running deploys with it. */
    shown: shown.shown,
    deployWatch: deployWatching,
    /** The session that holds a scope. */
    heldBy: async (service = 'worker') => (await store.get(lockRef(service)))?.data.hold?.claimant.session ?? null,
    execute,
    pass: (ms: number) => {
      clock.ms += ms;
    },
    claim: (actor: Actor, options: CommandOptions = {}) => {
      const request = options.request ?? randomUUID();
      return execute(
        actor,
        (state) =>
          claimLock(state, {
            service: options.service ?? 'worker',
            claimant: claimantOf(actor),
            reason: options.reason ?? `${actor.name} deploys`,
            until: laterBy(state.now, options.forMs ?? 30 * MINUTE_MS),
            length: options.forMs === undefined ? 'default' : 'given',
            request,
            content: `claim ${options.service ?? 'worker'}`,
          }),
        request,
      );
    },
    takeOver: (
      actor: Actor,
      options: CommandOptions & { readonly confirmed?: number; readonly listed?: 'listed' | 'not-listed' } = {},
    ) => {
      const request = options.request ?? randomUUID();
      return execute(
        actor,
        (state) =>
          takeOverLock(state, {
            service: options.service ?? 'worker',
            caller: actor,
            reason: `${actor.name} cannot wait`,
            until: laterBy(state.now, options.forMs ?? 30 * MINUTE_MS),
            length: options.forMs === undefined ? 'default' : 'given',
            request,
            content: `take over ${options.service ?? 'worker'}`,
            confirmed: options.confirmed,
            takeoverRole: { type: 'listed', names: options.listed === 'listed' ? [actor.name] : [] },
          }),
        request,
      );
    },
    extend: (actor: Actor, { service = 'worker', forMs = 30 * MINUTE_MS, token }: CommandOptions = {}) =>
      execute(actor, (state) =>
        extendLock(state, { service, caller: claimantOf(actor), token }, laterBy(state.now, forMs)),
      ),
    release: (actor: Actor, { service = 'worker', token }: CommandOptions = {}) =>
      execute(actor, (state) => releaseLock(state, { service, caller: claimantOf(actor), token })),
    releaseAll: (actor: Actor) => execute(actor, (state) => releaseAll(state, claimantOf(actor))),
    join: (actor: Actor, { service = 'worker', forMs = 30 * MINUTE_MS }: CommandOptions = {}) =>
      execute(actor, (state) =>
        joinQueue(state, { service, claimant: claimantOf(actor), reason: `${actor.name} waits`, forMs }),
      ),
    leave: (actor: Actor, { service = 'worker' }: CommandOptions = {}): Promise<LeaveAnswer> =>
      execute(actor, (state) => leaveQueue(state, service, claimantOf(actor))),
    start: (actor: Actor, { service = 'worker', token, request = randomUUID() }: CommandOptions = {}) =>
      execute(actor, (state) =>
        startDeploy(state, { service, claimant: claimantOf(actor), token }, { commit: 'abcdef1', request, plan: PLAN }),
      ),
    /** Starts a deploy of a free service, which claims its lock. */
    startFree: (actor: Actor, { service = 'worker', request = randomUUID() }: CommandOptions = {}) =>
      execute(actor, (state) => {
        const claim = { reason: 'Deploy', until: laterBy(state.now, 30 * MINUTE_MS), content: `start ${service}` };
        const guarded = { service, claimant: claimantOf(actor), token: undefined };
        return startDeploy(state, guarded, { commit: 'abcdef1', request, plan: PLAN, claim });
      }),
    finish: (actor: Actor, { service = 'worker', token }: CommandOptions = {}, result: Partial<DeployResult> = {}) =>
      execute(actor, (state) =>
        finishDeploy(
          state,
          { service, claimant: claimantOf(actor), token },
          { result: 'succeeded', serving: UNREACHABLE, ...result },
        ),
      ),
    lock: async (service = 'worker'): Promise<Lock> =>
      lockOrUnclaimed(service, (await store.get(lockRef(service)))?.data),
    /** A heartbeat of an agent's session; the first one starts it. */
    heartbeat: async ({ session, name, actsFor = 'ann' }: Actor): Promise<void> => {
      const now = await store.now();
      const ref = sessionRef(session);
      const found = await store.get(ref);
      if (found === undefined) {
        await store.create(ref, {
          session_id: session,
          name,
          acts_for: actsFor,
          started_at: now,
          heartbeat_at: now,
          beat_every_ms: HEARTBEAT_MS,
          expires_at: null,
          ended_at: null,
          ended_by: null,
          muted_at: null,
          summary: null,
          noted: 'live',
        });
      } else await store.update(ref, { heartbeat_at: now }, found.version);
    },
    end: async ({ session }: Actor): Promise<void> => {
      const found = await store.get(sessionRef(session));
      if (found !== undefined) await store.update(sessionRef(session), { ended_at: await store.now() }, found.version);
    },
    /** The wanted state of every post, in the order they were enqueued. */
    posts: async (): Promise<readonly Announcement[]> => {
      const found = await store.query({ collection: POSTS }, {});
      const inOrder = found.toSorted((a, b) => a.data.wanted_at.localeCompare(b.data.wanted_at));
      return inOrder.map(({ data }) => Announcement.parse(JSON.parse(data.wanted)));
    },
  };
}

function lockOrUnclaimed(service: string, document: LockDocument | undefined): Lock {
  return document === undefined ? unclaimedLock(service) : lockFromDocument(document);
}

export type LockHarness = ReturnType<typeof aLockService>;

export function aStore(clock: { readonly ms: number }): DocumentStore {
  const store = sqliteDocumentStore({ path: ':memory:', collections: COLLECTIONS, nowMicros: () => clock.ms * 1_000 });
  onTestFinished(() => store.close());
  return store;
}

function anOfflineLog(): OfflineLog {
  const entries = new Map<string, unknown>();
  return {
    write: async (id, entry) => void entries.set(id, JSON.parse(JSON.stringify(entry))),
    read: async () => [...entries].map(([id, entry]) => ({ id, entry })),
    remove: async (id) => void entries.delete(id),
    setAside: async (id) => {
      entries.delete(id);
      return id;
    },
  };
}
