import { currentLocks, type LockDeps } from './load-locks.ts';

/** The services with a deploy in progress. A service whose lock cannot be read is left out. */
export async function runningDeploys(deps: LockDeps): Promise<readonly string[]> {
  const views = await currentLocks(deps);
  return views.flatMap((view) =>
    view.type === 'readable' && view.lock.deploy?.state === 'running' ? [view.lock.service] : [],
  );
}
