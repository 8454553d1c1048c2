import { systemAuditContext } from '../coordination/audit/audit-context.ts';
import { peopleToCall } from '../coordination/identity/people-to-call.ts';
import { reportIncident, resolveIncident } from '../coordination/incidents/change-incident.ts';
import type { Job } from '../operations/app.ts';
import { type MissingJob, readMissingJobs } from '../operations/jobs/missing-jobs.ts';
import { leagueDay } from '../operations/kit/league-time.ts';
import { instantFromDate } from '../platform/instant.ts';

const NAME = 'check-jobs';
const INCIDENT_KEY = 'missing-jobs';
const CATCH_UP_MS = 15 * 60_000;

/**
 * Reports jobs that do not run on schedule. Then pings an external monitor, which raises an alarm when the pings stop.
 */
export const checkJobs: Job = {
  name: NAME,
  summary: 'Check that every job of the schedule runs, and ping the heartbeat URL.',
  due: ['*/15 * * * *'],
  catchUpWithinMs: CATCH_UP_MS,
  async run(app) {
    const { store, audit, roles } = app;
    const incidents = { store, auditContext: systemAuditContext(audit, NAME) };
    const missing = await readMissingJobs(app, NAME);
    if (missing.length === 0) await resolveIncident(incidents, INCIDENT_KEY);
    else {
      await reportIncident(incidents, {
        key: INCIDENT_KEY,
        title: `${missing.length === 1 ? 'One job does' : `${missing.length} jobs do`} not run`,
        detail: missing.map(sentence).join(' '),
        remedy: '`tipoff jobs list` shows the last runs. `tipoff jobs run <name>` runs a job by hand.',
        mentions: peopleToCall(roles),
      });
    }
    await app.pingHeartbeat();
    return missing.length === 0
      ? `All ${app.jobs.length} jobs run.`
      : `Jobs that do not run: ${missing.map(({ name }) => name).join(', ')}.`;
  },
};

function sentence({ name, missedAt }: MissingJob): string {
  if (missedAt === null) return `The job ${name} has never been started.`;
  return `The job ${name} was due at ${leagueDay(instantFromDate(missedAt))} and has not ended.`;
}
