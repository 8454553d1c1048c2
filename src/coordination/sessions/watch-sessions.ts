import type { DocumentStore } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import type { AuditContext } from '../audit/audit-context.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import { enqueuePosts } from '../outbox/post.ts';
import { type HeldBySession, holdingsIn } from './load-holdings.ts';
import { SESSIONS, type Session, type SessionNote, sessionRef } from './session.ts';
import { type Holding, sessionLostPosts, sessionPost } from './session-card.ts';
import { noteOfHealth, sessionHealth } from './session-health.ts';

const WATCHED = ['unused', 'live', 'stale'] as const;

interface WatchSessionsDeps {
  readonly store: DocumentStore;
  /** Resolves to everything that sessions hold now. */
  readonly loadHeld: () => Promise<readonly HeldBySession[]>;
}

/**
 * Stores the health of every session and updates the session's card. A dead session that held something also gets a notice. Resolves to the
 * ids of the newly dead sessions.
 */
export async function watchSessions(
  { store, loadHeld }: WatchSessionsDeps,
  auditContext: AuditContext,
): Promise<readonly string[]> {
  const now = await store.now();
  const watched = await Promise.all(
    WATCHED.map((noted) => store.query({ collection: SESSIONS }, { where: [['noted', '==', noted]] })),
  );
  const newlyDead: string[] = [];
  const all = watched.some((found) => found.length > 0) ? await loadHeld() : [];
  for (const { data } of watched.flat()) {
    const noted = await noteHealth(
      store,
      { session: data, holds: holdingsIn(all, data.session_id), now },
      auditContext,
    );
    if (noted === 'dead') newlyDead.push(data.session_id);
  }
  return newlyDead;
}

interface WatchedSession {
  readonly session: Session;
  readonly holds: readonly Holding[];
  readonly now: Instant;
}

/** Stores the health of a session and resolves to it; undefined when the health has not changed. */
async function noteHealth(
  store: DocumentStore,
  { session, holds, now }: WatchedSession,
  auditContext: AuditContext,
): Promise<SessionNote | undefined> {
  if (noteOfHealth(sessionHealth(session, now)) === session.noted) {
    await refreshCard(store, { session, holds, now });
    return;
  }
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const current = (await transaction.get(sessionRef(session.session_id)))?.data;
    if (current === undefined || current.ended_at !== null) return;
    const noted = noteOfHealth(sessionHealth(current, now));
    if (noted === current.noted) return;
    const after = { ...current, noted };
    const notices = noted === 'dead' ? sessionLostPosts(after, holds) : [];
    await enqueuePosts(transaction, [sessionPost(after, holds, now), ...notices]);
    transaction.update(sessionRef(session.session_id), { noted });
    audit.append({
      action: noted === 'dead' ? 'session.died' : 'session.noted',
      subject: { kind: 'session', id: session.session_id },
      before: { noted: current.noted },
      after: { noted, last_heard_at: current.heartbeat_at },
    });
    return noted;
  });
}

/**
 * Updates the card of a session, unless its stored health has changed since it was read. The card of an ended session is final, so the
 * watch must not overwrite it.
 */
function refreshCard(store: DocumentStore, { session, holds, now }: WatchedSession): Promise<void> {
  return store.transaction(async (transaction) => {
    const current = (await transaction.get(sessionRef(session.session_id)))?.data;
    if (current === undefined || current.noted !== session.noted) return;
    await enqueuePosts(transaction, [sessionPost(current, holds, now)]);
  });
}
