import { type Actor, nameOf } from '../../coordination/identity/actor.ts';
import type { RefusedOutcome } from './operation.ts';

/** Refuses a person who calls an operation that only agents need, such as `session start`. */
export function refusePerson(actor: Actor): RefusedOutcome {
  const message = `${nameOf(actor)}, you already have the session ${actor.session}; people do not start one. Give an agent its own with \`tipoff token create\`.`;
  return { decision: 'refused', code: 'person_has_session', message, data: null, next: [] };
}
