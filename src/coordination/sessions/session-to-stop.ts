import type { DocumentStore } from '../../platform/document-store.ts';
import { readAudit } from '../audit/read-audit.ts';
import { POSTS } from '../outbox/post.ts';
import { sessionOfPost } from './session-card.ts';

const CHANGES_LOOKED_AT = 20;

/** Somebody pressed the stop button in the thread of a message. */
export interface StopPress {
  readonly channel: string;
  readonly ts: string;
  /** The same however often this press arrives. */
  readonly request: string;
}

/** `unknown`: no card of a session stands there. */
export type SessionToStop =
  | { readonly type: 'to-stop'; readonly sessionId: string }
  | { readonly type: 'unknown' | 'stopped-before' };

/**
 * Which session a press ends: that whose card stands there. A press may arrive again minutes later, perhaps at another process, when the
 * session has begun anew; what it has ended once it does not end twice.
 */
export async function sessionToStop(store: DocumentStore, { channel, ts, request }: StopPress): Promise<SessionToStop> {
  const posts = await store.query({ collection: POSTS }, { where: [['ts', '==', ts]] });
  const keys = posts.filter(({ data }) => data.channel === channel).map(({ data }) => data.key);
  const sessionId = keys.map(sessionOfPost).find((session) => session !== undefined);
  if (sessionId === undefined) return { type: 'unknown' };
  const subject = { kind: 'session', id: sessionId } as const;
  const changes = await readAudit(store, { subject, limit: CHANGES_LOOKED_AT });
  if (changes.some((change) => change.request === request)) return { type: 'stopped-before' };
  return { type: 'to-stop', sessionId };
}
