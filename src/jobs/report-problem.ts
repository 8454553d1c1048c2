import { systemAuditContext } from '../coordination/audit/audit-context.ts';
import { peopleToCall } from '../coordination/identity/people-to-call.ts';
import { reportIncident, resolveIncident } from '../coordination/incidents/change-incident.ts';
import type { IncidentReport } from '../coordination/incidents/incident-policy.ts';
import type { App } from '../operations/app.ts';

export interface Monitor {
  /** The name of the job that looks for the problem. */
  readonly job: string;
  /** The key of the incident that the problem has. */
  readonly incidentKey: string;
}

/** A problem that a job found, without what all problems of the job have in common. */
export type FoundProblem = Pick<IncidentReport, 'title' | 'detail' | 'remedy'>;

/** Opens the incident of a problem that a job found. Without a problem, resolves the incident. */
export async function reportProblem(
  { store, audit, roles }: App,
  { job, incidentKey: key }: Monitor,
  problem: FoundProblem | undefined,
): Promise<void> {
  const incidents = { store, auditContext: systemAuditContext(audit, job) };
  if (problem === undefined) await resolveIncident(incidents, key);
  else await reportIncident(incidents, { key, ...problem, mentions: peopleToCall(roles) });
}
