import { systemAuditContext } from '#src/coordination/audit/audit-context.ts';
import type { App } from '#src/operations/app.ts';
import { openSlate } from '#src/pipeline/batch/open-slate.ts';
import type { DoneBatch } from '#src/pipeline/documents/batch-document.ts';

/** Runs a whole batch, from its start to the consolidated table. */
export async function runSlate(app: App, gameDate: string): Promise<DoneBatch> {
  const opened = await openSlate(app, { gameDate, auditContext: systemAuditContext(app.audit, 'bench') });
  if (opened.type !== 'started') throw new Error(`the batch did not start: ${opened.type}`);
  const batch = await app.runner.run(opened.batchId);
  if (batch.state !== 'done' || batch.result === 'empty')
    throw new Error(`the batch ended as ${JSON.stringify(batch)}`);
  return batch;
}
