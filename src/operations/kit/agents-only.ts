import { type Actor, nameOf } from '../../coordination/identity/actor.ts';
import type { RefusedOutcome } from './operation.ts';

/** The answer to a person who asks for what only a session of an agent needs. */
export function agentsOnly(actor: Actor): RefusedOutcome {
  const message = `${nameOf(actor)}, you have a session at this door without starting one: ${actor.session}. An agent gets one of its own by \`tipoff token create\`.`;
  return { decision: 'refused', code: 'person_has_session', message, data: null, next: [] };
}
