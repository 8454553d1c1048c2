import type { BuildFeedSource } from '../platform/build-notifications.ts';
import { type ApprovalWatchDeps, approvalWatch } from './approval-watch.ts';
import { type BuildWatchDeps, buildWatch } from './build-watch.ts';
import { type ClockWatchDeps, clockWatch } from './clock-watch.ts';
import { type DeployWatchDeps, deployWatch } from './deploy-watch.ts';
import { type LockWatchDeps, lockWatch } from './lock-watch.ts';
import { type SessionWatchDeps, sessionWatch } from './session-watch.ts';

export type WatchDeps = SessionWatchDeps &
  ApprovalWatchDeps &
  LockWatchDeps &
  DeployWatchDeps &
  ClockWatchDeps &
  Omit<BuildWatchDeps, keyof BuildFeedSource> & {
    /** The messages about builds; absent if the builds are listed. */
    readonly buildFeed?: BuildFeedSource;
  };

export interface RunningWatches {
  /** Stops the watches. Resolves after the polls in flight have ended. */
  stop(): Promise<void>;
}

/**
 * Starts the watches over sessions, approvals, locks, running deploys, messages about builds and the store's clock. They
 * run while Slack cannot be reached.
 */
export function startWatches(deps: WatchDeps): RunningWatches {
  const { buildFeed } = deps;
  const builds = buildFeed === undefined ? [] : [buildWatch({ ...deps, ...buildFeed })];
  const others = [sessionWatch(deps), approvalWatch(deps), lockWatch(deps), deployWatch(deps), clockWatch(deps)];
  const watches = [...others, ...builds];
  for (const watch of watches) watch.start();
  return {
    stop: async () => {
      await Promise.all(watches.map((watch) => watch.stop()));
    },
  };
}
