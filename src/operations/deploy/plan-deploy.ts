import { lastGoodDeploy } from '../../coordination/deploys/deploy-history.ts';
import type { DeployPlan } from '../../coordination/deploys/deploy-plan.ts';
import type { LastGood } from '../../coordination/deploys/last-good.ts';
import { newestDeploys } from '../../coordination/deploys/newest-deploys.ts';
import { type OutgoingChanges, outgoingChanges } from '../../coordination/deploys/outgoing-changes.ts';
import { overdueAfterMs } from '../../coordination/deploys/usual-duration.ts';
import { servedVariables } from '../../coordination/deploys/variables.ts';
import type { ServingState } from '../../platform/deploy-target.ts';
import { type Reading, unknown } from '../../platform/reading.ts';
import type { App } from '../app.ts';

/** Enough deploys for the usual duration, and to find the last good one. */
const ENOUGH_DEPLOYS = 100;

interface PlannedDeploy {
  readonly service: string;
  readonly commit: string | undefined;
}

/**
 * Reads what a deploy changes, what to go back to if it goes wrong, how long it may take, and what the service has now. Call it before the
 * transaction that records the start, because the target and the history may answer slowly.
 */
export async function planDeploy(
  app: Pick<App, 'store' | 'target' | 'history'>,
  { service, commit }: PlannedDeploy,
): Promise<DeployPlan> {
  const [records, serving] = await Promise.all([
    newestDeploys(app.store, service, ENOUGH_DEPLOYS),
    app.target.readServing(service),
  ]);
  const changes = commit === undefined ? null : await changesOf(app, { service, serving }, commit);
  const variables = servedVariables(service, serving);
  const good = lastGoodDeploy(records);
  const last_good = good === undefined ? null : { ...good, rollback: rollbackTo(app, service, good) };
  return {
    changes,
    last_good,
    overdueAfterMs: overdueAfterMs(records),
    variables: variables.type === 'known' ? variables.value.map(({ name }) => name) : null,
  };
}

/** Compares the commit that gets the largest share of the traffic with the claimed one. */
async function changesOf(
  { history }: Pick<App, 'history'>,
  { service, serving: reading }: { readonly service: string; readonly serving: Reading<ServingState> },
  commit: string,
): Promise<OutgoingChanges> {
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
