import { currentLocks, type LockDeps } from './load-locks.ts';

/** The services with a deploy in progress, in the order they are listed. A lock that cannot be read has none. */
export async function runningDeploys(deps: LockDeps): Promise<readonly string[]> {
  const views = await currentLocks(deps);
  return views.flatMap((view) =>
    view.type === 'readable' && view.lock.deploy?.state === 'running' ? [view.lock.service] : [],
  );
}
