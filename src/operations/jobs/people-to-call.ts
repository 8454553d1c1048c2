import type { Roles } from '../../coordination/identity/roles.ts';

/** The people whom an incident mentions: the listed approvers, by Slack id or name. Without a list it mentions nobody, because it would call everybody. */
export function peopleToCall({ approvers }: Pick<Roles, 'approvers'>): string[] {
  return approvers.type === 'listed' ? [...approvers.names] : [];
}
