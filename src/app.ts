import { hash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packageJson from '../package.json' with { type: 'json' };
import { ALL_COLLECTIONS, KEEP_FOR_DAYS } from './collections.ts';
import type { RepositoryConfig } from './config/code-config.ts';
import type { Config, PlatformConfig } from './config/config.ts';
import { auditChain } from './coordination/audit/audit-context.ts';
import { AUDIT_HEADS, AUDIT_RECORDS } from './coordination/audit/audit-record.ts';
import { lockService } from './coordination/deploy-locks/lock-service.ts';
import { combinedTarget } from './coordination/deploys/combined-target.ts';
import { reportedTarget } from './coordination/deploys/reported-target.ts';
import { cloudRunObservers, googlePorts } from './google-ports.ts';
import { SCHEDULE } from './jobs/schedule.ts';
import type { App, OpenApp } from './operations/app.ts';
import { batchCrossCheck } from './operations/doctor/cross-check.ts';
import { readLimit } from './operations/kit/read-limit.ts';
import type { BatchRunner } from './pipeline/batch/batch-runner.ts';
import { assertTimeZoneData } from './pipeline/dates/time-zone-data.ts';
import { deliveryTally } from './pipeline/deliveries/delivery-tally.ts';
import { walkForwardSnapshots } from './pipeline/models/catboost/model-files.ts';
import { loadModels } from './pipeline/models/registry.ts';
import { UNKNOWN_BUILD } from './pipeline/player/format-provenance.ts';
import { loadPricing } from './pipeline/pricing/pricing-training.ts';
import { MIGRATIONS } from './pipeline/tables/migrations.ts';
import type { CommitHistory } from './platform/commit-history.ts';
import type { PartialTarget } from './platform/deploy-target.ts';
import type { DocumentStore } from './platform/document-store.ts';
import { checkoutHistory } from './platform/embedded/checkout-history.ts';
import { KEYS_FOLDER } from './platform/embedded/data-folder-files.ts';
import { deleteOldDocuments } from './platform/embedded/delete-old-documents.ts';
import type { DuckdbWarehouse } from './platform/embedded/duckdb-warehouse.ts';
import { embeddedStoreFiles } from './platform/embedded/embedded-store-files.ts';
import { fileAuditAnchor } from './platform/embedded/file-audit-anchor.ts';
import { fileDeployTarget } from './platform/embedded/file-deploy-target.ts';
import { fileLog } from './platform/embedded/file-log.ts';
import { filesBelow } from './platform/embedded/files-below.ts';
import { folderOfflineLog } from './platform/embedded/folder-offline-log.ts';
import { gitHistory } from './platform/embedded/git-history.ts';
import { inProcessQueue } from './platform/embedded/in-process-queue.ts';
import { keyFileSigner } from './platform/embedded/key-file-signer.ts';
import { lazyWarehouse } from './platform/embedded/lazy-warehouse.ts';
import { readStatements } from './platform/embedded/sql-files.ts';
import { type SqliteConnection, sqliteConnection } from './platform/embedded/sqlite-connection.ts';
import { sqliteDocumentStoreOn } from './platform/embedded/sqlite-document-store.ts';
import { sqliteStoreClock } from './platform/embedded/sqlite-store-clock.ts';
import type { Log } from './platform/log.ts';
import { once } from './platform/once.ts';
import { Problem } from './platform/problem.ts';
import { holdApp, holdWarehouse } from './process/hold-app.ts';
import { jobSettings, noHeartbeat } from './process/job-settings.ts';
import { makeDataFolder } from './process/make-data-folder.ts';
import { builtInServiceMap, readServiceMap } from './process/service-settings.ts';
import { batchRunner } from './workers/batch-runner.ts';
import { outages } from './workers/outages.ts';
import { outcomeSignal } from './workers/outcome-signal.ts';
import { predictionWorkers } from './workers/prediction-workers.ts';
import { pushedRequests } from './workers/pushed-requests.ts';
import { resumeGrading } from './workers/resume-grading.ts';
import { trackWork } from './workers/track-work.ts';

const MICROS = 1_000;
/**
 * Reading one page of a slate takes a few hundred milliseconds, so even the last waiting read is answered within
 * seconds.
 */
const LARGE_READS = { atOnce: 2, mostWaiting: 20 };
const LOG_NAME = 'tipoff.log';
const DEPLOYS_NAME = 'deploys.json';
const statements = readStatements(fileURLToPath(new URL('./pipeline', import.meta.url)));
const TIPOFF_FOLDER = fileURLToPath(new URL('..', import.meta.url));
const MODELS_FOLDER = fileURLToPath(new URL('../models', import.meta.url));
const EVERY_PERSON = { type: 'every-person' } as const;
/**
 * `clock repair` leaves these collections unchanged. The hashes of audit records cover their times, so a change would
 * look like tampering.
 */
const AUDIT_COLLECTIONS = [AUDIT_RECORDS.name, AUDIT_HEADS.name];

/**
 * Opens the app of a configuration. The Google Cloud adapters are loaded only where they are configured, because loading takes long. Throws
 * a `Problem` `no_time_zone_data` before anything is opened when this Node does not know New York's time.
 */
export async function openApp(config: Config): Promise<OpenApp> {
  assertTimeZoneData();
  const { roles, build, pinnedHeadline, gameFreeze, jobs } = config;
  const pin = pinnedHeadline === undefined ? {} : { pinnedHeadline };
  const serviceMap = await readServiceMap(config.services);
  const history = await openHistory(config.repository);
  const settings = { roles, build, serviceMap, history, gameFreeze, ...pin, ...(await jobSettings(jobs)) };
  const observers = await cloudRunObservers(serviceMap);
  if (config.platform === 'embedded') return createApp(config, settings, observers);
  const instanceId = randomUUID();
  const log = fileLog({ path: join(config.dataFolder, LOG_NAME), instanceId });
  return createApp(
    config,
    {
      ...settings,
      instanceId,
      log,
      ...(await googlePorts(config, { log, statements, jobs: settings.jobs ?? SCHEDULE })),
    },
    observers,
  );
}

/**
 * The composition root. Picks the embedded adapters where `overrides` has no other; each of them opens at its first use.
 * @internal tests and benches call it with overrides
 */
export function createApp(
  config: PlatformConfig,
  overrides: Partial<App> = {},
  observers: readonly PartialTarget[] = [],
): OpenApp {
  assertTimeZoneData();
  const instanceId = overrides.instanceId ?? randomUUID();
  const logPath = join(config.dataFolder, LOG_NAME);
  const log = overrides.log ?? fileLog({ path: logPath, instanceId });
  const background = new Set<Promise<void>>();
  const serviceMap = overrides.serviceMap ?? builtInServiceMap();
  const ports = {
    ...embeddedPorts(config, log),
    serviceMap,
    services: [...serviceMap.keys()],
    log,
    continueInBackground: (work: Promise<unknown>) => trackWork(background, work, log),
    largeReads: readLimit(LARGE_READS),
    now: () => new Date(),
    newId: randomUUID,
    instanceId,
    // The embedded warehouse admits one process at a time. A store in the cloud also serves other machines.
    otherHolders: config.platform === 'embedded' ? ('dead' as const) : ('may-live' as const),
    ...overrides,
  };
  const audit = auditChain({
    id: instanceId,
    digest: (text) => hash('sha256', text, 'hex'),
    ...auditFiles(config, log),
  });
  const target = deployTarget([...observers, fileDeployTarget(join(config.dataFolder, DEPLOYS_NAME))], ports);
  const services = { audit, target, locks: lockService(ports), ...ports };
  const { runner, push } = localWorkers(services);
  const app: App = { runner, ...services, ...push };
  return {
    app,
    logPath,
    hold: () => holdApp(app),
    resume: async () => {
      for (const batchId of await app.runner.unfinished()) app.continueInBackground(app.runner.run(batchId));
      app.continueInBackground(resumeGrading(app));
    },
    idle: async () => {
      while (background.size > 0) await Promise.all(background);
    },
    close: async () => {
      await app.runner.stop();
      await app.queue.close();
      await app.warehouse.close();
      await Promise.all(observers.map((observer) => observer.close()));
      await app.store.close();
    },
  };
}

/**
 * The signing key and the anchor of the audit log are files on this machine, even when the document store is in the
 * cloud.
 */
function auditFiles({ dataFolder, auditKey }: PlatformConfig, log: Log) {
  const folder = join(dataFolder, KEYS_FOLDER);
  return {
    signer: keyFileSigner(auditKey ?? join(folder, 'audit.key')),
    anchor: fileAuditAnchor({ path: join(folder, 'audit.anchor'), log }),
  };
}

type AppWithoutRunner = Omit<App, 'runner'>;

function embeddedPorts(config: PlatformConfig, log: Log) {
  const connection = localConnection(join(config.dataFolder, 'tipoff.sqlite'));
  const warehouse = lazyWarehouse(() => localWarehouse(config, log));
  return {
    store: sqliteDocumentStoreOn(connection),
    storeClock: sqliteStoreClock(connection, { collections: ALL_COLLECTIONS, unchanging: AUDIT_COLLECTIONS }),
    warehouse,
    migrateWarehouse: async () => 'automatic' as const,
    examineServices: async () => [],
    setUpCloud: () => Promise.reject(notInTheCloud()),
    deleteOldDocuments: () =>
      deleteOldDocuments(connection, { collections: ALL_COLLECTIONS, keepForDays: KEEP_FOR_DAYS }),
    storeFiles: embeddedStoreFiles({
      folder: config.dataFolder,
      makeFolder: () => makeDataFolder(config.dataFolder),
      version: packageJson.version,
      migrations: MIGRATIONS.map(({ id }) => id),
      documents: config.platform === 'embedded' ? 'here' : 'elsewhere',
      crossCheck: batchCrossCheck(() => statements('results/sql/active-rows-by-batch'), localDocuments),
      copyWarehouse: warehouse.copyTo,
      readOpenWarehouse: warehouse.readContent,
    }),
    queue: inProcessQueue({ log }),
    models: once(() => loadModels(filesBelow(MODELS_FOLDER))),
    pricing: once(() => loadPricing(filesBelow(MODELS_FOLDER))),
    snapshots: () => walkForwardSnapshots(filesBelow(MODELS_FOLDER)).map((snapshot) => snapshot.load()),
    build: UNKNOWN_BUILD,
    roles: { approvers: EVERY_PERSON, takeover: EVERY_PERSON, forceCompleteApprovals: 1 },
    history: checkoutHistory(TIPOFF_FOLDER),
    gameFreeze: 'on' as const,
    jobs: SCHEDULE,
    pingHeartbeat: noHeartbeat,
    offlineLog: folderOfflineLog(join(config.dataFolder, 'without-lock')),
    readInbox: async () => {
      const { folderInbox } = await import('./platform/embedded/folder-inbox.ts');
      return await folderInbox(join(config.dataFolder, 'inbox'), Date.now)();
    },
    writeDataFile: async (name: string, text: string) =>
      (await import('./platform/embedded/write-data-file.ts')).writeDataFile(config.dataFolder, name, text),
    importFolder: async (path: string) => (await import('./platform/embedded/import-folder.ts')).importFolder(path),
  };
}

function notInTheCloud(): Problem {
  const message =
    'This installation keeps its data on this machine. Set PLATFORM to gcp and GCP_PROJECT_ID to the project, then try again.';
  return new Problem({ code: 'not_in_the_cloud', message });
}

async function openHistory(repository: RepositoryConfig): Promise<CommitHistory> {
  if (repository.type === 'checkout') return checkoutHistory(repository.folder);
  if (repository.type === 'local') return gitHistory(repository.folder);
  return (await import('./platform/github/github-history.ts')).githubHistory(repository);
}

/** The services that no observer covers are known by what deploys report. */
function deployTarget(observers: readonly PartialTarget[], { store, services }: Pick<App, 'store' | 'services'>) {
  const fallback = (others: readonly string[]) => reportedTarget({ store, services: others });
  return combinedTarget({ observers, fallback, services });
}

function localConnection(path: string): SqliteConnection {
  return sqliteConnection({ path, collections: ALL_COLLECTIONS, nowMicros: () => Date.now() * MICROS });
}

function localDocuments(path: string): DocumentStore {
  return sqliteDocumentStoreOn(localConnection(path));
}

async function localWarehouse({ dataFolder }: PlatformConfig, log: Log): Promise<DuckdbWarehouse> {
  const { duckdbWarehouse } = await import('./platform/embedded/duckdb-warehouse.ts');
  return duckdbWarehouse({
    path: join(dataFolder, 'warehouse.duckdb'),
    migrations: MIGRATIONS,
    statements,
    log,
  });
}

/** Creates the batch runner, whose prediction workers run in this process, and gives them what is pushed to it. */
function localWorkers(app: AppWithoutRunner): { readonly runner: BatchRunner; readonly push: Pick<App, 'push'> } {
  const waiting = { outages: outages(app), outcomes: outcomeSignal(), deliveries: deliveryTally(app) };
  const workers = predictionWorkers({ ...app, ...waiting });
  const runner = batchRunner({ ...app, ...waiting, workers, hold: () => holdWarehouse(app) });
  return { runner, push: app.push === undefined ? {} : { push: pushedRequests(app.push, { workers, log: app.log }) } };
}
