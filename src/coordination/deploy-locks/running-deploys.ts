import { currentLocks, type LockDeps } from './load-locks.ts';
import type { Deploy } from './lock.ts';

export interface RunningDeploy {
  readonly service: string;
  readonly deploy: Deploy;
}

/** The deploys in progress. A service whose lock cannot be read is left out. */
export async function runningDeploys(deps: LockDeps): Promise<readonly RunningDeploy[]> {
  const views = await currentLocks(deps);
  return views.flatMap((view) => {
    if (view.type !== 'readable') return [];
    const { service, deploy } = view.lock;
    return deploy?.state === 'running' ? [{ service, deploy }] : [];
  });
}
