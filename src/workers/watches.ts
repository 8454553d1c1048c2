import { type ApprovalWatchDeps, approvalWatch } from './approval-watch.ts';
import { type LockWatchDeps, lockWatch } from './lock-watch.ts';
import { type SessionWatchDeps, sessionWatch } from './session-watch.ts';

export type WatchDeps = SessionWatchDeps & ApprovalWatchDeps & LockWatchDeps;

export interface RunningWatches {
  /** Waits for the polls in flight. */
  stop(): Promise<void>;
}

/** Starts the watches over sessions, approvals and locks. They need the store only, so they run while Slack cannot be reached. */
export function startWatches(deps: WatchDeps): RunningWatches {
  const watches = [sessionWatch(deps), approvalWatch(deps), lockWatch(deps)];
  for (const watch of watches) watch.start();
  return {
    stop: async () => {
      await Promise.all(watches.map((watch) => watch.stop()));
    },
  };
}
