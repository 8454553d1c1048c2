import { STORE_TIME } from '../../platform/document-store.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import type { AuditContext } from '../audit/trail.ts';
import type { LockDeps } from '../deploy-locks/load-locks.ts';
import { enqueuePosts } from '../outbox/post.ts';
import { loadHoldings } from './read-holdings.ts';
import { sessionRef } from './session.ts';
import { sessionPost } from './session-card.ts';
import { sessionHealth } from './session-health.ts';

export interface Heartbeat {
  readonly sessionId: string;
  /** How soon the next is promised. */
  readonly everyMs: number;
}

/** `revived`: it was silent for long, so what it held may be another's. `ended`: it has to be started again. */
export type HeartbeatAnswer = 'beaten' | 'revived' | 'ended' | 'unknown';

/** Takes a sign of life. A session that was stale or dead is live again, and the channel is told; no other beat is worth a record. */
export async function recordHeartbeat(deps: LockDeps, beat: Heartbeat, trail: AuditContext): Promise<HeartbeatAnswer> {
  const { store } = deps;
  const ref = sessionRef(beat.sessionId);
  for (;;) {
    const [found, now] = await Promise.all([store.get(ref), store.now()]);
    if (found === undefined) return 'unknown';
    if (found.data.ended_at !== null) return 'ended';
    if (found.data.noted !== 'live' || sessionHealth(found.data, now) === 'dead') return revive(deps, beat, trail);
    const fields = { heartbeat_at: STORE_TIME, beat_every_ms: beat.everyMs } as const;
    if ((await store.update(ref, fields, found.version)) === 'updated') return 'beaten';
  }
}

async function revive(
  deps: LockDeps,
  { sessionId, everyMs }: Heartbeat,
  trail: AuditContext,
): Promise<HeartbeatAnswer> {
  const holds = await loadHoldings(deps, sessionId);
  return auditedTransaction(deps.store, trail, async (transaction, audit) => {
    const found = await transaction.get(sessionRef(sessionId));
    const now = await transaction.now();
    if (found === undefined) return 'unknown';
    if (found.data.ended_at !== null) return 'ended';
    await enqueuePosts(transaction, [sessionPost({ ...found.data, noted: 'live' }, holds, now)]);
    const fields = { heartbeat_at: STORE_TIME, beat_every_ms: everyMs, noted: 'live' } as const;
    transaction.update(sessionRef(sessionId), fields);
    audit.append({
      action: 'session.revived',
      subject: { kind: 'session', id: sessionId },
      before: { noted: found.data.noted },
      after: { noted: 'live' },
    });
    return 'revived';
  });
}
