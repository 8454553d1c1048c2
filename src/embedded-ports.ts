import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packageJson from '../package.json' with { type: 'json' };
import { ALL_COLLECTIONS, KEEP_FOR_DAYS } from './collections.ts';
import type { PlatformConfig } from './config/config.ts';
import { AUDIT_HEADS, AUDIT_RECORDS } from './coordination/audit/audit-record.ts';
import { SCHEDULE } from './jobs/schedule.ts';
import { batchCrossCheck } from './operations/doctor/cross-check.ts';
import { walkForwardSnapshots } from './pipeline/models/catboost/model-files.ts';
import { loadModels } from './pipeline/models/registry.ts';
import { UNKNOWN_BUILD } from './pipeline/player/format-provenance.ts';
import { loadPricing } from './pipeline/pricing/pricing-training.ts';
import { MIGRATIONS } from './pipeline/tables/migrations.ts';
import type { DocumentStore } from './platform/document-store.ts';
import { checkoutHistory } from './platform/embedded/checkout-history.ts';
import { KEYS_FOLDER } from './platform/embedded/data-folder-files.ts';
import { deleteOldDocuments } from './platform/embedded/delete-old-documents.ts';
import type { DuckdbWarehouse } from './platform/embedded/duckdb-warehouse.ts';
import { embeddedStoreFiles } from './platform/embedded/embedded-store-files.ts';
import { fileAuditAnchor } from './platform/embedded/file-audit-anchor.ts';
import { filesBelow } from './platform/embedded/files-below.ts';
import { folderOfflineLog } from './platform/embedded/folder-offline-log.ts';
import { inProcessQueue } from './platform/embedded/in-process-queue.ts';
import { keyFileSigner } from './platform/embedded/key-file-signer.ts';
import { lazyWarehouse } from './platform/embedded/lazy-warehouse.ts';
import { readStatements, statementTexts } from './platform/embedded/sql-files.ts';
import { type SqliteConnection, sqliteConnection } from './platform/embedded/sqlite-connection.ts';
import { sqliteDocumentStoreOn } from './platform/embedded/sqlite-document-store.ts';
import { sqliteStoreClock } from './platform/embedded/sqlite-store-clock.ts';
import type { Log } from './platform/log.ts';
import { once } from './platform/once.ts';
import { Problem } from './platform/problem.ts';
import { noHeartbeat } from './process/job-settings.ts';
import { makeDataFolder } from './process/make-data-folder.ts';

const MICROS = 1_000;
const STATEMENTS_FOLDER = fileURLToPath(new URL('./pipeline', import.meta.url));
/** Returns the text of a SQL statement by its name. */
export const statements = readStatements(STATEMENTS_FOLDER);
/** Returns the texts of all SQL statements by their names. */
export const allStatements = () => statementTexts(STATEMENTS_FOLDER);
const TIPOFF_FOLDER = fileURLToPath(new URL('..', import.meta.url));
const MODELS_FOLDER = fileURLToPath(new URL('../models', import.meta.url));
const EVERY_PERSON = { type: 'every-person' } as const;
/**
 * `clock repair` leaves these collections unchanged. The hashes of audit records cover their times, so a change would
 * look like tampering.
 */
const AUDIT_COLLECTIONS = [AUDIT_RECORDS.name, AUDIT_HEADS.name];

/** The signing key of the audit log is a file on this machine. So is the anchor, unless other machines add to it. */
export function auditFiles({ dataFolder, auditKey }: PlatformConfig, log: Log) {
  const folder = join(dataFolder, KEYS_FOLDER);
  return {
    signer: keyFileSigner(auditKey ?? join(folder, 'audit.key')),
    anchor: fileAuditAnchor({ path: join(folder, 'audit.anchor'), log }),
  };
}

/** The adapters that work on this machine alone. Each of them opens at its first use. */
export function embeddedPorts(config: PlatformConfig, log: Log) {
  const connection = localConnection(join(config.dataFolder, 'tipoff.sqlite'));
  const warehouse = lazyWarehouse(() => localWarehouse(config, log));
  return {
    store: sqliteDocumentStoreOn(connection),
    storeClock: sqliteStoreClock(connection, { collections: ALL_COLLECTIONS, unchanging: AUDIT_COLLECTIONS }),
    warehouse,
    migrateWarehouse: async () => 'automatic' as const,
    estimateQueries: () => Promise.reject(notInTheCloud()),
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
    checkQueue: async () => 'in-process' as const,
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

function notInTheCloud(): Problem {
  const message =
    'This installation keeps its data on this machine. Set PLATFORM to gcp and GCP_PROJECT_ID to the project, then try again.';
  return new Problem({ code: 'not_in_the_cloud', message });
}
