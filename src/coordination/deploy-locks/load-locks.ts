import type { DocumentReads, DocumentStore, Stored } from '../../platform/document-store.ts';
import { InvalidDocument } from '../../platform/invalid-document.ts';
import { isStartedSession, SESSIONS } from '../sessions/session.ts';
import { applyTimeouts } from './apply-timeouts.ts';
import { GLOBAL, LOCKS, type Lock, lockRef, unclaimedLock } from './lock.ts';
import { type LockState, type LockView, readableLocks } from './lock-state.ts';
import { holderHealth } from './session-health-of-holder.ts';

export interface LockDeps {
  readonly store: DocumentStore;
  /** The services there are to deploy. */
  readonly services: readonly string[];
  readonly newId: () => string;
}

/** Everything there is to decide by, the standing of the asking sessions too. The time is read last, so that nothing that was read is later. */
export async function loadLocks(
  deps: Omit<LockDeps, 'store'>,
  reads: DocumentReads,
  asking: readonly string[] = [],
): Promise<LockState> {
  const { newId } = deps;
  const unheard = { views: await loadLockViews(deps, reads), standing: () => 'unheard' as const, newId, events: [] };
  const named = [...asking, ...readableLocks(unheard).flatMap(sessionsOf)];
  const sessions = [...new Set(named)].filter(isStartedSession);
  const found = await reads.getAll({ collection: SESSIONS }, sessions);
  const now = await reads.now();
  const standings = new Map(sessions.map((id, index) => [id, holderHealth(found[index]?.data, now)]));
  return { ...unheard, now, standing: (session) => standings.get(session) ?? 'unheard' };
}

/** Every scope by its name. Where one cannot be read, each is read by itself, and that one is told as what it is. */
export async function loadLockViews(
  { services }: Pick<LockDeps, 'services'>,
  reads: DocumentReads,
): Promise<ReadonlyMap<string, LockView>> {
  const scopes = [...services, GLOBAL];
  try {
    const found = await reads.getAll({ collection: LOCKS }, scopes);
    return new Map(scopes.map((service, index) => [service, viewOf(service, found[index])]));
  } catch (error) {
    if (!(error instanceof InvalidDocument)) throw error;
    return new Map(
      await Promise.all(scopes.map(async (service) => [service, await readView(reads, service)] as const)),
    );
  }
}

async function readView(reads: DocumentReads, service: string): Promise<LockView> {
  try {
    return viewOf(service, await reads.get(lockRef(service)));
  } catch (error) {
    if (!(error instanceof InvalidDocument)) throw error;
    return { type: 'unreadable', service, why: error.issues.join('; ') };
  }
}

function viewOf(service: string, found: Stored<Lock> | undefined): LockView {
  if (found === undefined) return { type: 'readable', lock: unclaimedLock(service), document: 'none-yet' };
  return { type: 'readable', lock: found.data, document: 'stored' };
}

function sessionsOf({ hold, queue }: Lock): readonly string[] {
  const waiting = queue.map(({ claimant }) => claimant.session);
  return hold === null ? waiting : [hold.claimant.session, ...waiting];
}

/** Every scope as it stands now: what time has done and nobody has written yet is counted. */
export async function currentLocks(deps: LockDeps): Promise<readonly LockView[]> {
  const scene = await loadLocks(deps, deps.store);
  return [...applyTimeouts(scene).views.values()];
}
