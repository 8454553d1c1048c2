import { peopleToCall } from '../coordination/identity/people-to-call.ts';
import type { Job } from '../operations/app.ts';
import type { StallCheck } from '../pipeline/batch/check-stall.ts';
import { announceNewestLate } from '../pipeline/batch/late-results.ts';
import { type Sweep, sweepStalls } from '../pipeline/batch/sweep-stalls.ts';
import { recordSweep, type StallPattern } from '../pipeline/batch/systemic-stall.ts';
import { checkDeliveries } from '../pipeline/deliveries/check-deliveries.ts';
import { type FoundProblem, reportProblem } from './report-problem.ts';

const NAME = 'sweep-stalls';
const CATCH_UP_MS = 15 * 60_000;

/** Finds stalled batches that no process runs any more. A process that runs a batch examines it every minute itself. */
export const sweepStalledBatches: Job = {
  name: NAME,
  summary: 'Find stalled batches, and publish, abandon or report them.',
  due: ['*/15 * * * *'],
  catchUpWithinMs: CATCH_UP_MS,
  async run(app) {
    const sweep = await sweepStalls(app);
    await checkDeliveries({ ...app, peopleToCall: peopleToCall(app.roles) });
    await announceNewestLate(app.store);
    const acted = sweep.checks.filter((check) => check.acted !== null);
    const pattern = await recordSweep(app.store, acted.length);
    await reportProblem(app, { job: NAME, incidentKey: 'systemic-stalls' }, problemOf(pattern, acted));
    return sentence(sweep, acted.length);
  },
};

function problemOf(pattern: StallPattern, acted: readonly StallCheck[]): FoundProblem | undefined {
  if (pattern === 'none') return undefined;
  return {
    title: 'Batches stall again and again',
    detail:
      pattern === 'many-batches'
        ? `One sweep found ${acted.length} stalled batches: ${acted.map(({ batch_id }) => batch_id).join(', ')}.`
        : 'Three stall sweeps within one hour had to act.',
    remedy: 'Look for one common cause: a deploy, the workers or the stores. `tipoff batch list` shows the batches.',
  };
}

function sentence({ checks, heldBy }: Sweep, acted: number): string {
  const stalled = checks.filter(({ stall }) => stall !== undefined).length;
  const held = heldBy === null ? '' : ` Nothing was done, because ${heldBy} is being deployed.`;
  return `Checked ${checks.length} unfinished batches: ${stalled} stalled, ${acted} handled.${held}`;
}
