import type { Actor } from '../coordination/identity/actor.ts';
import { isStartedSession, type Session, sessionRef, wasStopped } from '../coordination/sessions/session.ts';
import { Unavailable } from '../platform/unavailable.ts';
import type { App } from './app.ts';

export interface Stopped {
  readonly code: 'ended_by_person';
  readonly message: string;
}

/**
 * Why an agent may change nothing: a person ended its session. Undefined where none did, and where the store cannot say: what is asked for
 * then meets the same store.
 */
export async function stoppedByPerson({ store }: App, actor: Actor): Promise<Stopped | undefined> {
  if (!isStartedSession(actor.session)) return undefined;
  const session = (await store.get(sessionRef(actor.session)).catch(unknownWhenAway))?.data;
  return session !== undefined && wasStopped(session) ? stoppedBecause(session) : undefined;
}

/** What an agent is told whose session a person ended. */
export function stoppedBecause({ session_id, acts_for }: Session): Stopped {
  const message = `A person ended ${session_id}, so it may change nothing; reading is fine. Ask @${acts_for} to begin it again: \`tipoff token create --session ${session_id} --for @${acts_for}\`.`;
  return { code: 'ended_by_person', message };
}

function unknownWhenAway(error: unknown): undefined {
  if (!(error instanceof Unavailable)) throw error;
}
