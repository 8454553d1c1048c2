import { beginSigning } from '../coordination/audit/begin-signing.ts';
import { recordFinishedMoves } from '../coordination/audit/record-finished-moves.ts';
import type { App } from '../operations/app.ts';
import type { ProcessPart } from '../platform/process-part.ts';

/** Loads the models if the process predicts, and opens the warehouse. Only one process at a time can have the embedded warehouse open. */
export async function holdWarehouse(
  app: Pick<App, 'models' | 'warehouse'>,
  parts: readonly ProcessPart[],
): Promise<void> {
  if (parts.includes('worker')) app.models();
  await app.warehouse.job('hold');
}

/** Prepares a process that serves the data folder: holds the warehouse, and completes what the audit needs. */
export async function holdApp(app: App): Promise<void> {
  await holdWarehouse(app, ['worker']);
  await completeAudit(app);
}

/**
 * Prepares a process that shares its stores with others. Nobody holds anything. The first use of the warehouse compares
 * its tables with those that this release needs; a worker uses none.
 */
export async function prepareApp(app: App, parts: readonly ProcessPart[]): Promise<void> {
  if (parts.includes('worker')) app.models();
  if (parts.some((part) => part !== 'worker')) await app.warehouse.job('prepare');
  await completeAudit(app);
}

/** An unreachable store must not keep the app from starting. The next start repeats a failed step. */
async function completeAudit(app: App): Promise<void> {
  await beginSigning(app.store, app.audit).catch((error: unknown) =>
    app.log.error({ error }, 'The key or the anchor of the audit cannot be used'),
  );
  await recordFinishedMoves(app).catch((error: unknown) =>
    app.log.error({ error }, 'the audit record of a restore or repair was not written; the next start tries again'),
  );
}
