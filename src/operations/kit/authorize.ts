import { type Actor, nameOf } from '../../coordination/identity/actor.ts';
import { hasRole, type Roles } from '../../coordination/identity/roles.ts';

/** What an operation does to the world. `approve` and `grant` are for people only; `grant` gives others the right to ask. */
export type Effect = 'read' | 'write' | 'approve' | 'grant';

export type Permission =
  | { readonly type: 'allowed' }
  | { readonly type: 'refused'; readonly code: 'not_allowed' | 'read_only_token'; readonly message: string };

/**
 * Who may ask for what, at every door. A token for reading changes nothing. Agents ask and never approve, nor do they make tokens, whoever
 * they act for. Where approvers are listed nobody else approves.
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

const NOT_LISTED = 'You are not among the people who may decide this. `TIPOFF_APPROVERS` names them; ask one of them.';

function refused(code: 'not_allowed' | 'read_only_token', message: string): Permission {
  return { type: 'refused', code, message };
}

function readOnly(operation: string): string {
  return `This token may only read, and \`tipoff ${operation}\` changes something. A person can make one that may write: \`tipoff token create\`.`;
}

function peopleOnly(operation: string, actor: Actor): string {
  const person = actor.actsFor === undefined ? 'a person' : `@${actor.actsFor}`;
  return `${nameOf(actor)} is an agent: it may ask, and only people may \`tipoff ${operation}\`. Ask ${person} to do it.`;
}
