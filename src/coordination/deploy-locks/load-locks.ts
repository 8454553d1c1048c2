import type { DocumentReads, DocumentStore, Stored } from '../../platform/document-store.ts';
import { InvalidDocument } from '../../platform/invalid-document.ts';
import { isStartedSession, SESSIONS } from '../sessions/session.ts';
import { applyTimeouts } from './apply-timeouts.ts';
import { activeFreeze, readFreezes } from './freeze.ts';
import { GLOBAL, type Lock, unclaimedLock } from './lock.ts';
import { type LockState, type LockView, readableLocks } from './lock-state.ts';
import { LOCKS, type LockDocument, lockFromDocument, lockRef } from './lock-storage.ts';

export interface LockDeps {
  readonly store: DocumentStore;
  /** The services that can be deployed. */
  readonly services: readonly string[];
  readonly newId: () => string;
}

/** Loads all locks, the sessions they involve and the caller's session. The time is read last, so nothing in the state is later than `now`. */
export async function loadLocks(
  deps: Omit<LockDeps, 'store'>,
  reads: DocumentReads,
  callerSession: string | null = null,
): Promise<LockState> {
  const views = await loadLockViews(deps, reads);
  const involved = [
    ...(callerSession === null ? [] : [callerSession]),
    ...readableLocks({ views }).flatMap(sessionsOf),
  ];
  const ids = [...new Set(involved)].filter(isStartedSession);
  const found = await reads.getAll({ collection: SESSIONS }, ids);
  const sessions = new Map(ids.map((id, index) => [id, found[index]?.data]));
  const freezes = await readFreezes(reads);
  const now = await reads.now();
  const freeze = activeFreeze(freezes, now);
  return { views, sessionOf: (id) => sessions.get(id), now, freeze, newId: deps.newId, events: [] };
}

/** Loads every lock by its scope. If one document does not parse, each is read separately, so that only the faulty one is unreadable. */
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

function viewOf(service: string, found: Stored<LockDocument> | undefined): LockView {
  if (found === undefined) return { type: 'readable', lock: unclaimedLock(service), document: 'none-yet' };
  return { type: 'readable', lock: lockFromDocument(found.data), document: 'stored' };
}

function sessionsOf({ hold, queue }: Lock): readonly string[] {
  const waiting = queue.map(({ claimant }) => claimant.session);
  return hold === null ? waiting : [hold.claimant.session, ...waiting];
}

/** Loads every lock and applies its timeouts, such as the end of an expired hold, without saving the result. */
export async function currentLocks(deps: LockDeps): Promise<readonly LockView[]> {
  const loaded = await loadLocks(deps, deps.store);
  return [...applyTimeouts(loaded).views.values()];
}
