import { systemAuditContext } from '../../coordination/audit/audit-context.ts';
import { auditedTransaction } from '../../coordination/audit/open-audit.ts';
import { peopleToCall } from '../../coordination/identity/people-to-call.ts';
import type { IncidentReport } from '../../coordination/incidents/incident-policy.ts';
import {
  type IncidentWrites,
  reportIncidentIn,
  resolveIncidentIn,
} from '../../coordination/incidents/save-incident.ts';
import { type JobRun, jobStateRef, type ScheduledJobState } from '../../coordination/jobs/scheduled-job-state.ts';
import { type Instant, laterBy } from '../../platform/instant.ts';
import type { App } from '../app.ts';
import { retryPause } from './retry-policy.ts';

export interface EndedRun {
  readonly name: string;
  readonly run: JobRun;
  /**
   * What to do after a failed run.
   * - `retry`: plan another attempt; after the last attempt, open an incident.
   * - `give-up`: open an incident, because another attempt would fail as well.
   * - `report`: do nothing more, because the person who started the run sees the failure.
   */
  readonly onFailure: 'retry' | 'give-up' | 'report';
}

/**
 * Records how the run of a job ended. A failed run gets a planned retry, or opens an incident after the last attempt. A
 * successful run resolves the incident. A pause that someone set during the run stays. Resolves to the time of the planned
 * retry, or to null.
 */
export async function recordRun(app: App, ended: EndedRun): Promise<Instant | null> {
  return await auditedTransaction(app.store, systemAuditContext(app.audit, 'job-clock'), async (transaction, audit) => {
    const writes = { transaction, audit };
    const failuresBefore = (await transaction.get(jobStateRef(ended.name)))?.data.failures ?? 0;
    const fields = await retryFields(app, ended, { writes, failuresBefore });
    const { run } = ended;
    transaction.update(jobStateRef(ended.name), { handled_until: run.due_at, last_run: run, ...fields });
    return fields.retry_at ?? null;
  });
}

type RetryFields = Partial<Pick<ScheduledJobState, 'failures' | 'retry_at'>>;

async function retryFields(
  { roles }: App,
  { name, run, onFailure }: EndedRun,
  { writes, failuresBefore }: { readonly writes: IncidentWrites; readonly failuresBefore: number },
): Promise<RetryFields> {
  if (run.result === 'succeeded') {
    await resolveIncidentIn(writes, jobIncidentKey(name));
    return { failures: 0, retry_at: null };
  }
  if (onFailure === 'report') return {};
  const failures = failuresBefore + 1;
  const pauseMs = onFailure === 'give-up' ? undefined : retryPause(failures);
  if (pauseMs !== undefined) return { failures, retry_at: laterBy(run.ended_at, pauseMs) };
  await reportIncidentIn(writes, failureReport({ name, run, failures }, peopleToCall(roles)));
  return { failures, retry_at: null };
}

function jobIncidentKey(name: string): string {
  return `job-${name}`;
}

function failureReport(
  { name, run, failures }: { readonly name: string; readonly run: JobRun; readonly failures: number },
  mentions: string[],
): IncidentReport {
  const times = failures === 1 ? 'It failed.' : `It failed ${failures} times in a row.`;
  return {
    key: jobIncidentKey(name),
    title: `The job ${name} failed`,
    detail: `${times} The last error: ${run.message}`,
    remedy: `Correct the cause. Then run \`tipoff jobs run ${name}\`: a success resolves this incident.`,
    mentions,
  };
}
