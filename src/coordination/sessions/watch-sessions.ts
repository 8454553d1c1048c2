import type { DocumentStore } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import type { AuditContext } from '../audit/trail.ts';
import type { LockDeps } from '../deploy-locks/load-locks.ts';
import { enqueuePosts } from '../outbox/post.ts';
import { holdingsIn, loadAllHoldings } from './read-holdings.ts';
import { SESSIONS, type Session, sessionRef } from './session.ts';
import { type Holding, lostPosts, sessionPost } from './session-card.ts';
import { type SessionHealth, sessionHealth } from './session-health.ts';

const WATCHED = ['live', 'stale'] as const;

/**
 * Notes how every session stands and shows it: one that fell silent, one that died, what each holds. Who died with something in its hands
 * is told of by a notice. Resolves to the sessions that died.
 */
export async function watchSessions(deps: LockDeps, trail: AuditContext): Promise<readonly string[]> {
  const { store } = deps;
  const now = await store.now();
  const watched = await Promise.all(
    WATCHED.map((noted) => store.query({ collection: SESSIONS }, { where: [['noted', '==', noted]] })),
  );
  const died: string[] = [];
  const all = watched.some((found) => found.length > 0) ? await loadAllHoldings(deps) : [];
  for (const { data } of watched.flat()) {
    const noted = await note(store, { session: data, holds: holdingsIn(all, data.session_id), now }, trail);
    if (noted === 'dead') died.push(data.session_id);
  }
  return died;
}

interface Seen {
  readonly session: Session;
  readonly holds: readonly Holding[];
  readonly now: Instant;
}

/** What was noted anew; undefined when nothing was. */
async function note(
  store: DocumentStore,
  { session, holds, now }: Seen,
  trail: AuditContext,
): Promise<SessionHealth | undefined> {
  if (sessionHealth(session, now) === session.noted) {
    await showAgain(store, { session, holds, now });
    return;
  }
  return auditedTransaction(store, trail, async (transaction, audit) => {
    const current = (await transaction.get(sessionRef(session.session_id)))?.data;
    if (current === undefined || current.ended_at !== null) return;
    const liveness = sessionHealth(current, now);
    if (liveness === current.noted) return;
    const noted = { ...current, noted: liveness };
    const notices = liveness === 'dead' ? lostPosts(noted, holds) : [];
    await enqueuePosts(transaction, [sessionPost(noted, holds, now), ...notices]);
    transaction.update(sessionRef(session.session_id), { noted: liveness });
    audit.append({
      action: liveness === 'dead' ? 'session.died' : 'session.noted',
      subject: { kind: 'session', id: session.session_id },
      before: { noted: current.noted },
      after: { noted: liveness, last_heard_at: current.heartbeat_at },
    });
    return liveness;
  });
}

/** Brings the card up to date, unless the session has ended meanwhile: nobody looks at an ended one again, so what its end wrote has to stay. */
function showAgain(store: DocumentStore, { session, holds, now }: Seen): Promise<void> {
  return store.transaction(async (transaction) => {
    const current = (await transaction.get(sessionRef(session.session_id)))?.data;
    if (current === undefined || current.noted !== session.noted) return;
    await enqueuePosts(transaction, [sessionPost(current, holds, now)]);
  });
}
