import { systemAuditContext } from '../coordination/audit/audit-context.ts';
import { peopleToCall } from '../coordination/identity/people-to-call.ts';
import { reportIncident, resolveIncident } from '../coordination/incidents/change-incident.ts';
import type { Job } from '../operations/app.ts';
import { type Sweep, sweepStalls } from '../pipeline/batch/sweep-stalls.ts';
import { recordSweep } from '../pipeline/batch/systemic-stall.ts';
import { checkDeliveries } from '../pipeline/deliveries/check-deliveries.ts';

const NAME = 'sweep-stalls';
const INCIDENT_KEY = 'systemic-stalls';
const CATCH_UP_MS = 15 * 60_000;

/** Finds stalled batches that no process runs any more. A process that runs a batch examines it every minute itself. */
export const sweepStalledBatches: Job = {
  name: NAME,
  summary: 'Find stalled batches, and publish, abandon or report them.',
  due: ['*/15 * * * *'],
  catchUpWithinMs: CATCH_UP_MS,
  async run(app) {
    const { store, audit, roles } = app;
    const sweep = await sweepStalls(app);
    await checkDeliveries({ ...app, peopleToCall: peopleToCall(roles) });
    const acted = sweep.checks.filter((check) => check.acted !== null);
    const incidents = { store, auditContext: systemAuditContext(audit, NAME) };
    const pattern = await recordSweep(store, acted.length);
    if (pattern === 'none') await resolveIncident(incidents, INCIDENT_KEY);
    else {
      await reportIncident(incidents, {
        key: INCIDENT_KEY,
        title: 'Batches stall again and again',
        detail:
          pattern === 'many-batches'
            ? `One sweep found ${acted.length} stalled batches: ${acted.map(({ batch_id }) => batch_id).join(', ')}.`
            : 'Three stall sweeps within one hour had to act.',
        remedy:
          'Look for one common cause: a deploy, the workers or the stores. `tipoff batch list` shows the batches.',
        mentions: peopleToCall(roles),
      });
    }
    return sentence(sweep, acted.length);
  },
};

function sentence({ checks, heldBy }: Sweep, acted: number): string {
  const stalled = checks.filter(({ stall }) => stall !== undefined).length;
  const held = heldBy === null ? '' : ` Nothing was done, because ${heldBy} is being deployed.`;
  return `Checked ${checks.length} unfinished batches: ${stalled} stalled, ${acted} handled.${held}`;
}
