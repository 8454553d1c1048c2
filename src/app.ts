import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import { LEASES } from './coordination/leases/lease.ts';
import { POSTS } from './coordination/posts/post.ts';
import { batchRunner } from './jobs/batch-runner.ts';
import { outcomeSignal } from './jobs/outcome-signal.ts';
import { predictionWorkers } from './jobs/prediction-workers.ts';
import type { App, OpenApp } from './operations/app.ts';
import { ACTIVE_BATCHES } from './pipeline/batch/active-batch.ts';
import { BATCHES } from './pipeline/batch/batch-document.ts';
import type { BatchRunner } from './pipeline/batch/batch-runner.ts';
import { COMPLETIONS } from './pipeline/batch/legacy-progress.ts';
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
import type { Log } from './platform/log.ts';

const COLLECTIONS = [BATCHES, PLAYERS, COMPLETIONS, ACTIVE_BATCHES, SLATE_SEQUENCES, POISON_MESSAGES, LEASES, POSTS];
const MICROS = 1_000;

/** The composition root: picks the adapters. Opens nothing by itself. */
export function createApp(config: Config, overrides: Partial<App> = {}): OpenApp {
  const instanceId = overrides.instanceId ?? randomUUID();
  const logPath = join(config.dataFolder, 'tipoff.log');
  const log = overrides.log ?? fileLog({ path: logPath, instanceId });
  const underWay = new Set<Promise<void>>();
  const ports = {
    ...embeddedPorts(config, log),
    log,
    goOn: (work: Promise<unknown>) => keepTrack(underWay, work, log),
    now: () => new Date(),
    newId: randomUUID,
    instanceId,
    ...overrides,
  };
  const app: App = { runner: localRunner(ports), ...ports };
  return {
    app,
    logPath,
    hold: () => hold(app),
    resume: async () => {
      for (const batchId of await app.runner.unfinished()) app.goOn(app.runner.run(batchId, () => undefined));
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close: async () => {
      await app.runner.stop();
      await app.queue.close();
      await app.warehouse.close();
      await app.store.close();
    },
  };
}

type Ports = Omit<App, 'runner'>;

function embeddedPorts(config: Config, log: Log) {
  return {
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
  };
}

/** Runs batches with the workers in this process. Whoever holds the embedded warehouse is alone, so no other holder of a lease can be alive. */
function localRunner(ports: Ports): BatchRunner {
  const outcomes = outcomeSignal();
  const workers = predictionWorkers({ ...ports, outcomes });
  return batchRunner({ ...ports, outcomes, workers, otherHolders: 'dead', hold: () => hold(ports) });
}

function keepTrack(underWay: Set<Promise<void>>, work: Promise<unknown>, log: Log): void {
  const ended = work.then(
    () => undefined,
    (error: unknown) => log.error({ error }, 'work that went on after its answer failed'),
  );
  underWay.add(ended);
  void ended.then(() => underWay.delete(ended));
}

/** Opening the warehouse takes its lock, which one process at a time can have. */
async function hold({ warehouse }: Pick<App, 'warehouse'>): Promise<void> {
  await warehouse.job('hold');
}
