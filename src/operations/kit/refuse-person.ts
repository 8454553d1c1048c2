import { type Actor, nameOf } from '../../coordination/identity/actor.ts';
import type { RefusedOutcome } from './operation.ts';

/** Refuses a person who calls an operation that only agents need, such as `session start`. */
export function refusePerson(actor: Actor): RefusedOutcome {
  const message = `${nameOf(actor)}, only agents start sessions, and your own session is ${actor.session}. To give an agent a session, run \`tipoff token create\`.`;
  return { decision: 'refused', code: 'person_has_session', message, data: null, next: [] };
}
