import { auditContextOf } from '../../coordination/audit/audit-context.ts';
import type { Actor } from '../../coordination/identity/actor.ts';
import { recordActivity } from '../../coordination/sessions/record-activity.ts';
import { isStartedSession, type Session, sessionRef, wasStopped } from '../../coordination/sessions/session.ts';
import type { App } from '../app.ts';
import { isStoreUnavailable } from './is-store-unavailable.ts';

export interface StoppedSessionRefusal {
  readonly code: 'ended_by_person';
  readonly message: string;
}

/**
 * Records that an agent is about to change something. Returns a refusal if a person ended the agent's session, and undefined if the call
 * may continue. The call also continues while the store is unavailable, because the operation then fails at the same store.
 */
export async function recordAgentActivity(
  app: App,
  { actor, request }: { readonly actor: Actor; readonly request: string },
): Promise<StoppedSessionRefusal | undefined> {
  if (!isStartedSession(actor.session)) return undefined;
  try {
    const session = (await app.store.get(sessionRef(actor.session)))?.data;
    if (session === undefined) return undefined;
    if (wasStopped(session)) return stoppedSessionRefusal(session);
    await recordActivity(app, session, auditContextOf(app.audit, actor, request));
  } catch (error) {
    if (!isStoreUnavailable(error)) throw error;
  }
  return undefined;
}

/** The refusal for an agent whose session a person ended. */
export function stoppedSessionRefusal({ session_id, acts_for }: Session): StoppedSessionRefusal {
  const message = `A person ended session ${session_id}. It can read but not change anything. Ask @${acts_for} to restart it: \`tipoff token create --session ${session_id} --for @${acts_for}\`.`;
  return { code: 'ended_by_person', message };
}
