import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { type Audit, auditedTransaction } from '../../coordination/audit/open-audit.ts';
import { jobStateRef, newJobState } from '../../coordination/jobs/scheduled-job-state.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import { instantFromDate } from '../../platform/instant.ts';

export type PauseDecision =
  | { readonly type: 'changed' }
  /** The job was already paused or already on schedule. `pausedBy` names who paused it; null when it is on schedule. */
  | { readonly type: 'unchanged'; readonly pausedBy: string | null };

interface PauseRequest {
  readonly name: string;
  readonly person: string;
  readonly now: Date;
}

/** Pauses a job until someone resumes it, and adds an audit record. */
export function pauseJob(
  store: DocumentStore,
  auditContext: AuditContext,
  { name, person, now }: PauseRequest,
): Promise<PauseDecision> {
  const at = instantFromDate(now);
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const ref = jobStateRef(name);
    const found = (await transaction.get(ref))?.data;
    if (found !== undefined && found.paused_by !== null) return { type: 'unchanged', pausedBy: found.paused_by };
    const paused = { paused_by: person, paused_at: at };
    if (found === undefined) transaction.create(ref, { ...newJobState(name, at), ...paused });
    else transaction.update(ref, paused);
    appendRecord(audit, name, { before: null, after: person });
    return { type: 'changed' };
  });
}

/** Resumes a paused job. Due times during the pause are skipped. */
export function resumeJob(
  store: DocumentStore,
  auditContext: AuditContext,
  { name, now }: Omit<PauseRequest, 'person'>,
): Promise<PauseDecision> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const ref = jobStateRef(name);
    const pausedBy = (await transaction.get(ref))?.data.paused_by ?? null;
    if (pausedBy === null) return { type: 'unchanged', pausedBy };
    transaction.update(ref, { paused_by: null, paused_at: null, handled_until: instantFromDate(now) });
    appendRecord(audit, name, { before: pausedBy, after: null });
    return { type: 'changed' };
  });
}

function appendRecord(
  audit: Audit,
  name: string,
  { before, after }: { readonly before: string | null; readonly after: string | null },
): void {
  audit.append({
    action: after === null ? 'job.resumed' : 'job.paused',
    subject: { kind: 'job', id: name },
    before: { paused_by: before },
    after: { paused_by: after },
  });
}
