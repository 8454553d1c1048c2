import type { DocumentRef, DocumentStore, Stored } from '../../platform/document-store.ts';
import { UnfitDocument } from '../../platform/unfit-document.ts';
import { isStartedSession, sessionRef } from '../sessions/session.ts';
import { GLOBAL, type Lock, lockRef, untouched } from './lock.ts';
import { type LockView, readableLocks, type Scene } from './scene.ts';
import { settle } from './settle.ts';
import { standingOf } from './standing.ts';

export interface LockDeps {
  readonly store: DocumentStore;
  /** The services there are to deploy. */
  readonly services: readonly string[];
  readonly newId: () => string;
}

/** Reads one document, in a transaction or out of one. */
export type Get = <T extends object>(ref: DocumentRef<T>) => Promise<Stored<T> | undefined>;

/** Everything there is to decide by, the standing of the asking sessions too. The time is read last, so that nothing that was read is later. */
export async function readScene(
  { store, services, newId }: LockDeps,
  get: Get,
  asking: readonly string[] = [],
): Promise<Scene> {
  const scopes = [...services, GLOBAL];
  const views = await Promise.all(scopes.map(async (service) => [service, await readView(get, service)] as const));
  const unheard = { views: new Map<string, LockView>(views), standing: () => 'unheard' as const, newId, events: [] };
  const named = [...asking, ...readableLocks(unheard).flatMap(sessionsOf)];
  const sessions = [...new Set(named)].filter(isStartedSession);
  const found = await Promise.all(sessions.map(async (id) => [id, (await get(sessionRef(id)))?.data] as const));
  const now = await store.now();
  const standings = new Map(found.map(([id, session]) => [id, standingOf(session, now)]));
  return { ...unheard, now, standing: (session) => standings.get(session) ?? 'unheard' };
}

/** One scope; what cannot be read is told as that. */
export async function readView(get: Get, service: string): Promise<LockView> {
  try {
    const found = await get(lockRef(service));
    if (found === undefined) return { type: 'readable', lock: untouched(service), document: 'none-yet' };
    return { type: 'readable', lock: found.data, document: 'stored' };
  } catch (error) {
    if (!(error instanceof UnfitDocument)) throw error;
    return { type: 'unreadable', service, why: error.issues.join('; ') };
  }
}

function sessionsOf({ hold, queue }: Lock): readonly string[] {
  const waiting = queue.map(({ claimant }) => claimant.session);
  return hold === null ? waiting : [hold.claimant.session, ...waiting];
}

/** Every scope as it stands now: what time has done and nobody has written yet is counted. */
export async function readLocks(deps: LockDeps): Promise<readonly LockView[]> {
  const scene = await readScene(deps, (ref) => deps.store.get(ref));
  return [...settle(scene).views.values()];
}
