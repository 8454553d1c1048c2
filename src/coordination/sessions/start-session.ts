import { STORE_TIME, type Transaction } from '../../platform/document-store.ts';
import { type Instant, laterBy } from '../../platform/instant.ts';
import { type Audit, auditedTransaction } from '../audit/open-audit.ts';
import type { AuditContext } from '../audit/trail.ts';
import type { LockDeps } from '../deploy-locks/load-locks.ts';
import { enqueuePosts } from '../outbox/post.ts';
import { loadHoldings } from './read-holdings.ts';
import { type Session, sessionRef, wasStopped } from './session.ts';
import { sessionPost } from './session-card.ts';
import { sessionHealth } from './session-health.ts';

export interface SessionStart {
  readonly sessionId: string;
  readonly name: string;
  readonly actsFor: string;
  /** How long it lives unless it beats, in milliseconds. */
  readonly forMs: number;
  /** What it may do then: one that can only read still says nothing for what it holds. `write` unless given. */
  readonly scope?: 'read' | 'write';
  /** Kept as it is unless given. */
  readonly summary?: string;
}

export type SessionStarted =
  | { readonly type: 'started'; readonly session: Session }
  /** A person ended it, so it does not begin again by itself. */
  | { readonly type: 'ended-by-person'; readonly session: Session };

/**
 * Starts a session, or goes on with one that was started before: who comes back is the same. One that was dead or ended begins anew; what it
 * held may be another's by now. One that a person ended only a person begins again.
 */
export async function startSession(deps: LockDeps, start: SessionStart, trail: AuditContext): Promise<SessionStarted> {
  const holds = await loadHoldings(deps, start.sessionId);
  return auditedTransaction(deps.store, trail, async (transaction, audit) => {
    const found = await transaction.get(sessionRef(start.sessionId));
    const now = await transaction.now();
    const before = found?.data;
    if (before !== undefined && wasStopped(before) && trail.session === start.sessionId) {
      return { type: 'ended-by-person', session: before };
    }
    const session = begun(before, start, now);
    await enqueuePosts(transaction, [sessionPost(session, holds, now)]);
    write(transaction, audit, { before, after: session });
    return { type: 'started', session };
  });
}

function begun(before: Session | undefined, start: SessionStart, now: Instant): Session {
  const muted_at = start.scope === 'read' ? (before?.muted_at ?? null) : null;
  const goesOn = before !== undefined && sessionHealth(before, now) !== 'dead';
  return {
    session_id: start.sessionId,
    name: start.name,
    acts_for: start.actsFor,
    started_at: goesOn ? before.started_at : now,
    heartbeat_at: now,
    beat_every_ms: goesOn ? before.beat_every_ms : null,
    expires_at: laterBy(now, start.forMs),
    ended_at: null,
    ended_by: null,
    muted_at,
    summary: start.summary ?? before?.summary ?? null,
    noted: muted_at === null ? 'live' : 'stale',
  };
}

function write(
  transaction: Transaction,
  audit: Audit,
  { before, after }: { readonly before: Session | undefined; readonly after: Session },
): void {
  const ref = sessionRef(after.session_id);
  const written = { ...after, heartbeat_at: STORE_TIME } as const;
  if (before === undefined) transaction.create(ref, written);
  else transaction.update(ref, written);
  audit.append({
    action: before === undefined ? 'session.started' : 'session.resumed',
    subject: { kind: 'session', id: after.session_id },
    before: before === undefined ? null : { noted: before.noted, expires_at: before.expires_at },
    after: { name: after.name, acts_for: after.acts_for, noted: after.noted, expires_at: after.expires_at },
  });
}
