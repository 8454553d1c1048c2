import type { ServingState } from '../../platform/deploy-target.ts';
import { laterBy } from '../../platform/instant.ts';
import type { Reading } from '../../platform/reading.ts';
import type { DeployProgress } from '../deploys/deploy-progress.ts';
import { judgeServed } from '../deploys/served-commit.ts';
import { lostVariables } from '../deploys/variables.ts';
import { endHold } from './end-hold.ts';
import { type Deploy, GLOBAL, type Hold, type Lock } from './lock.ts';
import { type LockState, lockOf, readableLocks, withDeploy } from './lock-state.ts';

const STARTS_WITHIN_MS = 5 * 60_000;

/** What the target showed of one running deploy. */
export interface DeploySighting {
  readonly progress: DeployProgress;
  readonly serving: Reading<ServingState>;
}

/**
 * Updates the running deploys by what their targets showed. `sightings` are by the ids of the deploys.
 * - A deploy of which neither a build nor a revision exists five minutes after its start is reported once, until one
 *   appears. A target that cannot be read proves nothing.
 * - A deploy that is overdue, or whose session is unresponsive, ends when its build is seen to have ended. If the start
 *   of the deploy claimed the lock, its end releases it. Every other deploy is left to its session.
 */
export function observeDeploys(state: LockState, sightings: ReadonlyMap<string, DeploySighting>): LockState {
  return readableLocks(state).reduce((before, { service }) => observeDeploy(before, service, sightings), state);
}

function observeDeploy(state: LockState, service: string, sightings: ReadonlyMap<string, DeploySighting>): LockState {
  const { deploy } = lockOf(state, service);
  const sighting = deploy === null ? undefined : sightings.get(deploy.deploy_id);
  if (deploy?.state !== 'running' || sighting === undefined) return state;
  const noted = noteProgress(state, service, sighting.progress);
  return isFlagged(noted, service) ? endIfSeen(noted, service, sighting) : noted;
}

function noteProgress(state: LockState, service: string, progress: DeployProgress): LockState {
  const { now } = state;
  const { deploy } = lockOf(state, service);
  if (deploy === null || deploy.seen_at !== null) return state;
  switch (progress.type) {
    case 'unknown':
      return state;
    case 'running':
    case 'ended':
      return withDeploy(state, service, { type: 'deploy-seen', change: { seen_at: now } });
    case 'nothing': {
      const isMissing = deploy.missing_since === null && now >= laterBy(deploy.started_at, STARTS_WITHIN_MS);
      return isMissing ? withDeploy(state, service, { type: 'deploy-missing', change: { missing_since: now } }) : state;
    }
  }
}

/** Ends a deploy whose build is seen to have ended, with the result that was seen. */
function endIfSeen(state: LockState, service: string, { progress, serving }: DeploySighting): LockState {
  const { deploy } = lockOf(state, service);
  if (progress.type !== 'ended' || deploy === null) return state;
  const served = judgeServed(deploy.commit, serving);
  const lost_variables = [...lostVariables(deploy.variables_before, serving)];
  const end = { state: progress.result, ended_at: state.now, result_from: 'target' } as const;
  const change = { ...end, served, lost_variables };
  const ended = withDeploy(state, service, { type: 'deploy-finished', change });
  const { hold } = lockOf(ended, service);
  if (!deploy.holds_lock || hold?.token !== deploy.token) return ended;
  return endHold(ended, service, { how: 'released', by: null, reason: null });
}

function isFlagged(state: LockState, service: string): boolean {
  const { deploy } = lockOf(state, service);
  if (deploy === null) return false;
  return deploy.overdue_since !== null || (holdOf(state, service, deploy)?.unresponsive_since ?? null) !== null;
}

/** The hold that covers a deploy: that of its service or the global one. */
function holdOf(state: LockState, service: string, { token }: Deploy): Hold | undefined {
  const covers = ({ service: scope }: Lock) => scope === service || scope === GLOBAL;
  const holds = readableLocks(state).filter(covers);
  return holds.map(({ hold }) => hold).find((hold) => hold?.token === token) ?? undefined;
}
