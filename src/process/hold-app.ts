import { beginSigning } from '../coordination/audit/begin-signing.ts';
import { recordFinishedMoves } from '../coordination/audit/record-finished-moves.ts';
import type { App } from '../operations/app.ts';

/** Loads the models and opens the warehouse. Only one process at a time can have the embedded warehouse open. */
export async function holdWarehouse(app: Pick<App, 'models' | 'warehouse'>): Promise<void> {
  app.models();
  await app.warehouse.job('hold');
}

/** Prepares a process that serves the data: holds the warehouse, and completes what the audit needs. */
export async function holdApp(app: App): Promise<void> {
  await holdWarehouse(app);
  // An unreachable store must not keep the app from starting. The next start repeats a failed step.
  await beginSigning(app.store, app.audit).catch((error: unknown) =>
    app.log.error({ error }, 'The key or the anchor of the audit cannot be used'),
  );
  await recordFinishedMoves(app).catch((error: unknown) =>
    app.log.error({ error }, 'the audit record of a restore or repair was not written; the next start tries again'),
  );
}
