import type { DocumentStore } from '../../platform/document-store.ts';
import { readAudit } from '../audit/read-audit.ts';
import { POSTS } from '../outbox/post.ts';
import { sessionOfPost } from './session-card.ts';

const CHANGES_CHECKED = 20;

/** A press of Slack's stop button in the thread of a message. */
export interface StopPress {
  readonly channel: string;
  readonly ts: string;
  /** The id of the button press. If Slack delivers the press again, the id is the same. */
  readonly request: string;
}

/** The session that a press of the stop button ends. `unknown`: the message with the button is not a session's card. */
export type SessionToStop =
  | { readonly type: 'to-stop'; readonly sessionId: string }
  | { readonly type: 'unknown' | 'stopped-before' };

/**
 * Finds the session that a pressed stop button belongs to. Slack may deliver a press again minutes later, perhaps to another process. The
 * session may have started again by then, so one press ends a session only once.
 */
export async function sessionToStop(store: DocumentStore, { channel, ts, request }: StopPress): Promise<SessionToStop> {
  const posts = await store.query({ collection: POSTS }, { where: [['ts', '==', ts]] });
  const keys = posts.filter(({ data }) => data.channel === channel).map(({ data }) => data.key);
  const sessionId = keys.map(sessionOfPost).find((session) => session !== undefined);
  if (sessionId === undefined) return { type: 'unknown' };
  const subject = { kind: 'session', id: sessionId } as const;
  const changes = await readAudit(store, { subject, limit: CHANGES_CHECKED });
  if (changes.some((change) => change.request === request)) return { type: 'stopped-before' };
  return { type: 'to-stop', sessionId };
}
