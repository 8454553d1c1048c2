import type { Roles } from './roles.ts';

/**
 * The people whom an incident mentions: the listed approvers, by Slack id or name. If no approvers are listed, every
 * person may approve, and the incident mentions nobody.
 */
export function peopleToCall({ approvers }: Pick<Roles, 'approvers'>): string[] {
  return approvers.type === 'listed' ? [...approvers.names] : [];
}
