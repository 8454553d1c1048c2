import type { CloudSettings } from './cloud-settings.ts';
import type { RoleGrant } from './grants.ts';

/** Whether the configuration needs a grant. */
export function isNeeded({ only }: Pick<RoleGrant, 'only'>, { workers, slack, given }: CloudSettings): boolean {
  if (only === undefined) return true;
  if (only === 'github') return given.has('TIPOFF_GITHUB_TOKEN');
  if (only === 'heartbeat') return given.has('TIPOFF_HEARTBEAT_URL');
  return only === workers || only === slack;
}
