import { STORE_TIME } from '../../platform/document-store.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import type { Trail } from '../audit/trail.ts';
import type { LockDeps } from '../locks/read-scene.ts';
import { wantPosts } from '../posts/post.ts';
import { livenessOf } from './liveness.ts';
import { readHoldings } from './read-holdings.ts';
import { sessionRef } from './session.ts';
import { sessionPost } from './session-card.ts';

export interface Beat {
  readonly sessionId: string;
  /** How soon the next is promised. */
  readonly everyMs: number;
}

/** `revived`: it was silent for long, so what it held may be another's. `ended`: it has to be started again. */
export type Beaten = 'beaten' | 'revived' | 'ended' | 'unknown';

/** Takes a sign of life. A session that was stale or dead is live again, and the channel is told; no other beat is worth a record. */
export async function beatSession(deps: LockDeps, beat: Beat, trail: Trail): Promise<Beaten> {
  const { store } = deps;
  const ref = sessionRef(beat.sessionId);
  for (;;) {
    const [found, now] = await Promise.all([store.get(ref), store.now()]);
    if (found === undefined) return 'unknown';
    if (found.data.ended_at !== null) return 'ended';
    if (found.data.noted !== 'live' || livenessOf(found.data, now) === 'dead') return revive(deps, beat, trail);
    const fields = { heartbeat_at: STORE_TIME, beat_every_ms: beat.everyMs } as const;
    if ((await store.update(ref, fields, found.version)) === 'updated') return 'beaten';
  }
}

async function revive(deps: LockDeps, { sessionId, everyMs }: Beat, trail: Trail): Promise<Beaten> {
  const holds = await readHoldings(deps, sessionId);
  return auditedTransaction(deps.store, trail, async (transaction, audit) => {
    const found = await transaction.get(sessionRef(sessionId));
    const now = await transaction.now();
    if (found === undefined) return 'unknown';
    if (found.data.ended_at !== null) return 'ended';
    await wantPosts(transaction, [sessionPost({ ...found.data, noted: 'live' }, holds, now)]);
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
