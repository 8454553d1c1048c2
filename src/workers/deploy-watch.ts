import { type AuditChain, systemAuditContext } from '../coordination/audit/audit-context.ts';
import type { LockDeps } from '../coordination/deploy-locks/load-locks.ts';
import type { LockService } from '../coordination/deploy-locks/lock-service.ts';
import { type DeploySighting, observeDeploys } from '../coordination/deploy-locks/observe-deploys.ts';
import { type RunningDeploy, runningDeploys } from '../coordination/deploy-locks/running-deploys.ts';
import { CLOCKS_DIFFER_MS, judgeProgress } from '../coordination/deploys/deploy-progress.ts';
import type { BuildSource, DeployTarget } from '../platform/deploy-target.ts';
import { type Instant, millisOf } from '../platform/instant.ts';
import type { Log } from '../platform/log.ts';
import { type Poller, poller } from './poller.ts';

const NAME = 'deploy-watch';
/** The target allows few requests a minute, and a deploy takes minutes. */
const EVERY_MS = 15_000;
/** A script may start the build of a deploy before it records the start. */
const BUILDS_BEFORE_MS = 30 * 60_000;

export interface DeployWatchDeps extends LockDeps {
  readonly locks: LockService;
  readonly target: DeployTarget;
  readonly audit: AuditChain;
  readonly log: Log;
}

interface DeployWatch extends Poller {
  /** Runs one poll, which compares the running deploys with what their target shows. */
  tick(): Promise<void>;
}

/**
 * Creates the watch that compares the running deploys with what their target shows. It reads the target only while a
 * deploy runs. It keeps no state, so any number of processes may run it.
 */
export function deployWatch(deps: DeployWatchDeps): DeployWatch {
  const tick = async () => {
    const running = await runningDeploys(deps);
    if (running.length === 0) return;
    const sightings = await sightingsOf(deps, running);
    await deps.locks.execute(systemAuditContext(deps.audit, NAME), (state) => ({
      state: observeDeploys(state, sightings),
      answer: undefined,
    }));
  };
  return { tick, ...poller({ name: NAME, everyMs: EVERY_MS, poll: tick, log: deps.log }) };
}

async function sightingsOf(
  { store, target }: DeployWatchDeps,
  running: readonly RunningDeploy[],
): Promise<ReadonlyMap<string, DeploySighting>> {
  const starts = running.map(({ deploy }) => millisOf(deploy.started_at));
  const [builds, now] = await Promise.all([
    target.readBuilds(new Date(Math.min(...starts) - BUILDS_BEFORE_MS)),
    store.now(),
  ]);
  const entries = running.map(async (each) => {
    return [each.deploy.deploy_id, await sightingOf(target, each, { builds, now })] as const;
  });
  return new Map(await Promise.all(entries));
}

async function sightingOf(
  target: DeployTarget,
  { service, deploy }: RunningDeploy,
  { builds, now }: { readonly builds: readonly BuildSource[]; readonly now: Instant },
): Promise<DeploySighting> {
  const { commit, started_at: startedAt } = deploy;
  const [serving, revisions] = await Promise.all([
    target.readServing(service),
    target.readRevisions(service, new Date(millisOf(startedAt) - CLOCKS_DIFFER_MS)),
  ]);
  return { serving, progress: judgeProgress({ service, commit, startedAt }, { serving, revisions, builds }, now) };
}
