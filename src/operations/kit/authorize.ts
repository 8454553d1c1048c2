import { type Actor, nameOf } from '../../coordination/identity/actor.ts';
import { hasRole, type Roles } from '../../coordination/identity/roles.ts';

/** What an operation may change. `approve` and `grant` are for people only; a `grant` operation creates tokens for others, grants roles in the cloud, or decides whom a spelling names. */
export type Effect = 'read' | 'write' | 'approve' | 'grant';

export type Permission =
  | { readonly type: 'allowed' }
  | { readonly type: 'refused'; readonly code: 'not_allowed' | 'read_only_token'; readonly message: string };

/**
 * Decides whether a caller may run an operation, on every transport in the same way. A read-only token changes nothing. Agents never
 * approve and never create tokens, even if they act for an approver. If approvers are configured, nobody else may approve.
 */
export function authorize(
  { name, effect }: { readonly name: string; readonly effect: Effect },
  actor: Actor,
  roles: () => Roles,
): Permission {
  if (effect === 'read') return { type: 'allowed' };
  if (actor.scope === 'read') return refused('read_only_token', readOnly(name));
  if (effect === 'write') return { type: 'allowed' };
  if (actor.kind === 'agent') return refused('not_allowed', peopleOnly(name, actor));
  if (effect === 'approve' && !hasRole(actor, roles().approvers)) return refused('not_allowed', NOT_LISTED);
  return { type: 'allowed' };
}

const NOT_LISTED = 'You are not an approver. Ask one of the people in `TIPOFF_APPROVERS`.';

function refused(code: 'not_allowed' | 'read_only_token', message: string): Permission {
  return { type: 'refused', code, message };
}

function readOnly(operation: string): string {
  return `This token is read-only, and \`tipoff ${operation}\` changes something. A person can create a token with write access: \`tipoff token create\`.`;
}

function peopleOnly(operation: string, actor: Actor): string {
  const person = actor.actsFor === undefined ? 'a person' : `@${actor.actsFor}`;
  return `${nameOf(actor)} is an agent, and only people may run \`tipoff ${operation}\`. Ask ${person} to run it.`;
}
