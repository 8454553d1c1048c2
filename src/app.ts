import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import { LEASES } from './coordination/leases/lease.ts';
import { POSTS } from './coordination/posts/post.ts';
import type { App, OpenApp } from './operations/app.ts';
import { ACTIVE_BATCHES } from './pipeline/batch/active-batch.ts';
import { BATCHES } from './pipeline/batch/batch-document.ts';
import { SLATE_SEQUENCES } from './pipeline/batch/slate-sequence.ts';
import { MODELS } from './pipeline/models/registry.ts';
import { PLAYERS } from './pipeline/player/player-document.ts';
import { POISON_MESSAGES } from './pipeline/player/poison-message.ts';
import { MIGRATIONS } from './pipeline/tables/migrations.ts';
import { duckdbWarehouse } from './platform/embedded/duckdb-warehouse.ts';
import { fileLog } from './platform/embedded/file-log.ts';
import { importFolder } from './platform/embedded/import-folder.ts';
import { inProcessQueue } from './platform/embedded/in-process-queue.ts';
import { readStatements } from './platform/embedded/sql-files.ts';
import { sqliteDocumentStore } from './platform/embedded/sqlite-document-store.ts';

const COLLECTIONS = [BATCHES, PLAYERS, ACTIVE_BATCHES, SLATE_SEQUENCES, POISON_MESSAGES, LEASES, POSTS];
const MICROS = 1_000;

/** The composition root: picks the adapters. Opens nothing by itself. */
export function createApp(config: Config, overrides: Partial<App> = {}): OpenApp {
  const instanceId = overrides.instanceId ?? randomUUID();
  const logPath = join(config.dataFolder, 'tipoff.log');
  const log = overrides.log ?? fileLog({ path: logPath, instanceId });
  const app: App = {
    store: sqliteDocumentStore({
      path: join(config.dataFolder, 'tipoff.sqlite'),
      collections: COLLECTIONS,
      nowMicros: () => Date.now() * MICROS,
    }),
    warehouse: duckdbWarehouse({
      path: join(config.dataFolder, 'warehouse.duckdb'),
      migrations: MIGRATIONS,
      statements: readStatements(fileURLToPath(new URL('./pipeline', import.meta.url))),
      log,
    }),
    queue: inProcessQueue({ log }),
    models: MODELS,
    importFolder,
    log,
    now: () => new Date(),
    newId: randomUUID,
    instanceId,
    ...overrides,
  };
  return {
    app,
    logPath,
    hold: async () => {
      await app.warehouse.job('hold');
    },
    close: async () => {
      await app.queue.close();
      await app.warehouse.close();
      await app.store.close();
    },
  };
}
