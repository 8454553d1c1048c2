import { lastGoodDeploy } from '../../coordination/deploys/deploy-history.ts';
import type { DeployPlan } from '../../coordination/deploys/deploy-plan.ts';
import type { LastGood } from '../../coordination/deploys/last-good.ts';
import { newestDeploys } from '../../coordination/deploys/newest-deploys.ts';
import { type OutgoingChanges, outgoingChanges } from '../../coordination/deploys/outgoing-changes.ts';
import { overdueAfterMs } from '../../coordination/deploys/usual-duration.ts';
import { unknown } from '../../platform/reading.ts';
import type { App } from '../app.ts';

/** Enough deploys for the usual duration, and to find the last good one. */
const ENOUGH_DEPLOYS = 100;

interface PlannedDeploy {
  readonly service: string;
  readonly commit: string | undefined;
}

/**
 * Reads what a deploy changes, what to go back to if it goes wrong, and how long it may take. Call it before the
 * transaction that records the start, because the target and the history may answer slowly.
 */
export async function planDeploy(
  app: Pick<App, 'store' | 'target' | 'history'>,
  { service, commit }: PlannedDeploy,
): Promise<DeployPlan> {
  const [records, changes] = await Promise.all([
    newestDeploys(app.store, service, ENOUGH_DEPLOYS),
    commit === undefined ? null : changesOf(app, service, commit),
  ]);
  const good = lastGoodDeploy(records);
  const last_good = good === undefined ? null : { ...good, rollback: rollbackTo(app, service, good) };
  return { changes, last_good, overdueAfterMs: overdueAfterMs(records) };
}

/** Compares the commit that gets the largest share of the traffic with the claimed one. */
async function changesOf(
  { target, history }: Pick<App, 'target' | 'history'>,
  service: string,
  commit: string,
): Promise<OutgoingChanges> {
  const reading = await target.readServing(service);
  if (reading.type === 'unknown') return reading;
  const [largest] = reading.value.serving;
  if (largest === undefined) return unknown(`No revision of ${service} carries traffic.`);
  if (largest.commit === null) {
    return unknown(`The revision ${largest.revision} does not state its commit.`);
  }
  const range = await history.compare(largest.commit, commit);
  const diffUrl = range.type === 'known' ? history.diffUrl(range.base, range.head) : null;
  return outgoingChanges(range, diffUrl);
}

function rollbackTo({ target }: Pick<App, 'target'>, service: string, { revision }: Pick<LastGood, 'revision'>) {
  return revision === null ? null : target.rollbackCommand(service, revision);
}
