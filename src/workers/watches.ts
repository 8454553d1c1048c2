import type { BuildFeedSource } from '../platform/build-notifications.ts';
import type { ProcessPart } from '../platform/process-part.ts';
import { type ApprovalWatchDeps, approvalWatch } from './approval-watch.ts';
import { type BuildWatchDeps, buildWatch } from './build-watch.ts';
import { type ClockWatchDeps, clockWatch } from './clock-watch.ts';
import { type DeployWatchDeps, deployWatch } from './deploy-watch.ts';
import { type LockWatchDeps, lockWatch } from './lock-watch.ts';
import type { Poller } from './poller.ts';
import { type SessionWatchDeps, sessionWatch } from './session-watch.ts';

export interface WatchDeps
  extends SessionWatchDeps,
    ApprovalWatchDeps,
    LockWatchDeps,
    DeployWatchDeps,
    ClockWatchDeps,
    Omit<BuildWatchDeps, keyof BuildFeedSource> {
  /** The messages about builds; absent if the builds are listed. */
  readonly buildFeed?: BuildFeedSource;
}

/** The watches that need more than the app: they exist where other processes run other parts of Tipoff. */
export interface SharedWatches {
  readonly batches: Poller;
  readonly predictions: Poller;
  readonly deadLetters: Poller;
}

type WatchName = 'sessions' | 'approvals' | 'locks' | 'deploys' | 'builds' | 'clock' | keyof SharedWatches;

/**
 * The part of Tipoff that each watch belongs to. What changes cards in the channel belongs to the bot, so that a card and
 * the buttons on it come from one release. Any number of processes may run each watch: a watch keeps no state, and
 * decides in a transaction or under a lease.
 */
const OWNERS: Readonly<Record<WatchName, ProcessPart>> = {
  /** Updates the cards of sessions and handoffs. */
  sessions: 'bot',
  /** Updates the cards of requests that expired. */
  approvals: 'bot',
  /** Updates the cards of locks, and announces deploys without a lock. */
  locks: 'bot',
  /** Updates the cards of running deploys. It reads the target of the deploys and no warehouse. */
  deploys: 'bot',
  /** Reads the messages about builds for all processes, and keeps the builds in the store. */
  builds: 'bot',
  /** Announces a wrong store clock. */
  clock: 'bot',
  /** Runs the unfinished batches, as only the jobs do. */
  batches: 'jobs',
  /** Consumes the queue, which needs the models. */
  predictions: 'worker',
  /** Records the requests that no worker could answer, also when no worker runs. */
  deadLetters: 'jobs',
};

export interface RunningWatches {
  /** Stops the watches. Resolves after the polls in flight have ended. */
  stop(): Promise<void>;
}

/** Starts the watches of the parts that this process runs. They run while Slack cannot be reached. */
export function startWatches(
  deps: WatchDeps,
  parts: readonly ProcessPart[],
  shared: Partial<SharedWatches> = {},
): RunningWatches {
  const all: Readonly<Record<WatchName, Poller | undefined>> = {
    sessions: sessionWatch(deps),
    approvals: approvalWatch(deps),
    locks: lockWatch(deps),
    deploys: deployWatch(deps),
    builds: deps.buildFeed === undefined ? undefined : buildWatch({ ...deps, ...deps.buildFeed }),
    clock: clockWatch(deps),
    batches: shared.batches,
    predictions: shared.predictions,
    deadLetters: shared.deadLetters,
  };
  const names = Object.keys(OWNERS) as WatchName[];
  const watches = names
    .flatMap((name) => (parts.includes(OWNERS[name]) ? [all[name]] : []))
    .filter((each) => each !== undefined);
  for (const watch of watches) watch.start();
  return {
    stop: async () => {
      await Promise.all(watches.map((watch) => watch.stop()));
    },
  };
}
