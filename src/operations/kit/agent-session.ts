import { auditContextOf } from '../../coordination/audit/audit-context.ts';
import type { Actor } from '../../coordination/identity/actor.ts';
import { recordActivity } from '../../coordination/sessions/record-activity.ts';
import { isStartedSession, type Session, sessionRef, wasStopped } from '../../coordination/sessions/session.ts';
import type { App } from '../app.ts';
import { isStoreAway } from './store-away.ts';

export interface StoppedSession {
  readonly code: 'ended_by_person';
  readonly message: string;
}

/**
 * Hears who is about to change something, and says why an agent may not: a person ended its session. Undefined where none did, and where
 * the store cannot say: what is asked for then meets the same store.
 */
export async function recordAgentActivity(
  app: App,
  { actor, request }: { readonly actor: Actor; readonly request: string },
): Promise<StoppedSession | undefined> {
  if (!isStartedSession(actor.session)) return undefined;
  try {
    const session = (await app.store.get(sessionRef(actor.session)))?.data;
    if (session === undefined) return undefined;
    if (wasStopped(session)) return stoppedBecause(session);
    await recordActivity(app, session, auditContextOf(app.audit, actor, request));
  } catch (error) {
    if (!isStoreAway(error)) throw error;
  }
  return undefined;
}

/** What an agent is told whose session a person ended. */
export function stoppedBecause({ session_id, acts_for }: Session): StoppedSession {
  const message = `A person ended ${session_id}, so it may change nothing; reading is fine. Ask @${acts_for} to begin it again: \`tipoff token create --session ${session_id} --for @${acts_for}\`.`;
  return { code: 'ended_by_person', message };
}
