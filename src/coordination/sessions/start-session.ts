import { STORE_TIME, type Transaction } from '../../platform/document-store.ts';
import { type Instant, laterBy } from '../../platform/instant.ts';
import type { AuditContext } from '../audit/audit-context.ts';
import { type Audit, auditedTransaction } from '../audit/open-audit.ts';
import type { LockDeps } from '../deploy-locks/load-locks.ts';
import { enqueuePosts } from '../outbox/post.ts';
import { loadHoldings } from './load-holdings.ts';
import { type Session, type SessionNote, sessionRef, wasStopped } from './session.ts';
import { sessionPost } from './session-card.ts';
import { isGone } from './session-health.ts';

export interface SessionStart {
  readonly sessionId: string;
  readonly name: string;
  readonly actsFor: string;
  /** How long the session lasts without heartbeats, in milliseconds. */
  readonly forMs: number;
  /**
   * The scope of the agent token; `write` by default. If the session has lost its last `write` token, a `read` token
   * does not make it responsive again.
   */
  readonly scope?: 'read' | 'write';
  /** Unchanged by default. */
  readonly summary?: string;
  /**
   * `token-issued`: a token was issued for the session. A new session then stays `unused` until its agent calls. By
   * default, the agent itself starts the session.
   */
  readonly because?: 'token-issued';
}

export type SessionStarted =
  | { readonly type: 'started'; readonly session: Session }
  /** A person ended the session, so only a person can start it again. */
  | { readonly type: 'ended-by-person'; readonly session: Session };

/**
 * Starts a session, or resumes one that is neither dead nor ended. A dead or ended session starts over, because others may have what it
 * held. If a person ended the session, only a person can start it again.
 */
export async function startSession(
  deps: LockDeps,
  start: SessionStart,
  auditContext: AuditContext,
): Promise<SessionStarted> {
  const holds = await loadHoldings(deps, start.sessionId);
  return auditedTransaction(deps.store, auditContext, async (transaction, audit) => {
    const found = await transaction.get(sessionRef(start.sessionId));
    const now = await transaction.now();
    const before = found?.data;
    if (before !== undefined && wasStopped(before) && auditContext.session === start.sessionId) {
      return { type: 'ended-by-person', session: before };
    }
    const session = startedSession(before, start, now);
    await enqueuePosts(transaction, [sessionPost(session, holds, now)]);
    saveSession(transaction, audit, { before, after: session });
    return { type: 'started', session };
  });
}

function startedSession(before: Session | undefined, start: SessionStart, now: Instant): Session {
  const muted_at = start.scope === 'read' ? (before?.muted_at ?? null) : null;
  const isResumed = before !== undefined && !isGone(before, now);
  return {
    session_id: start.sessionId,
    name: start.name,
    acts_for: start.actsFor,
    started_at: isResumed ? before.started_at : now,
    heartbeat_at: now,
    beat_every_ms: isResumed ? before.beat_every_ms : null,
    expires_at: laterBy(now, start.forMs),
    ended_at: null,
    ended_by: null,
    muted_at,
    summary: start.summary ?? before?.summary ?? null,
    noted: muted_at === null ? unmutedNote(isResumed ? before : undefined, start) : 'stale',
  };
}

function unmutedNote(resumed: Session | undefined, { because }: SessionStart): SessionNote {
  if (because === undefined) return 'live';
  return resumed === undefined || resumed.noted === 'unused' ? 'unused' : 'live';
}

function saveSession(
  transaction: Transaction,
  audit: Audit,
  { before, after }: { readonly before: Session | undefined; readonly after: Session },
): void {
  const ref = sessionRef(after.session_id);
  const fields = { ...after, heartbeat_at: STORE_TIME } as const;
  if (before === undefined) transaction.create(ref, fields);
  else transaction.update(ref, fields);
  audit.append({
    action: before === undefined ? 'session.started' : 'session.resumed',
    subject: { kind: 'session', id: after.session_id },
    before: before === undefined ? null : { noted: before.noted, expires_at: before.expires_at },
    after: { name: after.name, acts_for: after.acts_for, noted: after.noted, expires_at: after.expires_at },
  });
}
