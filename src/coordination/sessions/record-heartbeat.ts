import { STORE_TIME } from '../../platform/document-store.ts';
import type { AuditContext } from '../audit/audit-context.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import type { LockDeps } from '../deploy-locks/load-locks.ts';
import { enqueuePosts } from '../outbox/post.ts';
import { loadHoldings } from './load-holdings.ts';
import { sessionRef } from './session.ts';
import { sessionPost } from './session-card.ts';
import { sessionHealth } from './session-health.ts';

export interface Heartbeat {
  readonly sessionId: string;
  /** The promised time until the next heartbeat, in milliseconds. */
  readonly everyMs: number;
}

/**
 * The result of a heartbeat. `revived`: the session was stale or dead, so others may have what it held. `ended`: the session has to be
 * started again.
 */
export type HeartbeatAnswer = 'recorded' | 'revived' | 'ended' | 'unknown';

/** Records a heartbeat. Only the first heartbeat, and one that revives a stale or dead session, is audited and shown in the channel. */
export async function recordHeartbeat(
  deps: LockDeps,
  heartbeat: Heartbeat,
  auditContext: AuditContext,
): Promise<HeartbeatAnswer> {
  const { store } = deps;
  const ref = sessionRef(heartbeat.sessionId);
  for (;;) {
    const [found, now] = await Promise.all([store.get(ref), store.now()]);
    if (found === undefined) return 'unknown';
    if (found.data.ended_at !== null) return 'ended';
    if (found.data.noted !== 'live' || sessionHealth(found.data, now) === 'dead')
      return revive(deps, heartbeat, auditContext);
    const fields = { heartbeat_at: STORE_TIME, beat_every_ms: heartbeat.everyMs } as const;
    if ((await store.update(ref, fields, found.version)) === 'updated') return 'recorded';
  }
}

async function revive(
  deps: LockDeps,
  { sessionId, everyMs }: Heartbeat,
  auditContext: AuditContext,
): Promise<HeartbeatAnswer> {
  const holds = await loadHoldings(deps, sessionId);
  return auditedTransaction(deps.store, auditContext, async (transaction, audit) => {
    const found = await transaction.get(sessionRef(sessionId));
    const now = await transaction.now();
    if (found === undefined) return 'unknown';
    if (found.data.ended_at !== null) return 'ended';
    await enqueuePosts(transaction, [sessionPost({ ...found.data, noted: 'live' }, holds, now)]);
    const fields = { heartbeat_at: STORE_TIME, beat_every_ms: everyMs, noted: 'live' } as const;
    transaction.update(sessionRef(sessionId), fields);
    const isFirst = found.data.noted === 'unused';
    audit.append({
      action: isFirst ? 'session.first-used' : 'session.revived',
      subject: { kind: 'session', id: sessionId },
      before: { noted: found.data.noted },
      after: { noted: 'live' },
    });
    return isFirst ? 'recorded' : 'revived';
  });
}
