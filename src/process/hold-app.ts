import { beginSigning } from '../coordination/audit/begin-signing.ts';
import { recordFinishedMoves } from '../coordination/audit/record-finished-moves.ts';
import type { App } from '../operations/app.ts';
import type { ProcessPart } from '../platform/process-part.ts';
import { Unavailable } from '../platform/unavailable.ts';

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
 * its tables with those that this release needs; a worker uses none. A missing role, a wrong project or missing credentials end the start with a
 * `Problem`. An outage of the document store does not: the process waits for its end.
 */
export async function prepareApp(app: App, parts: readonly ProcessPart[]): Promise<void> {
  if (parts.includes('worker')) app.models();
  const warehouse = parts.some((part) => part !== 'worker') ? app.warehouse.job('prepare') : undefined;
  await Promise.all([warehouse, unlessUnavailable(app.store.now())]);
  await completeAudit(app);
}

/** Waits for the start of something that may be unavailable now, and can be tried again later. */
export async function unlessUnavailable(started: Promise<unknown>): Promise<void> {
  try {
    await started;
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
  }
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
