import { hash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packageJson from '../package.json' with { type: 'json' };
import type { SlackConfig } from './bot/slack/connection/slack-connection.ts';
import { OFFERS } from './bot/slack/offers/offer.ts';
import { type Config, DEFAULT_SERVICES, type GcpConfig, type PlatformConfig } from './config/config.ts';
import { auditChain } from './coordination/audit/trail.ts';
import { lockService } from './coordination/deploy-locks/lock-service.ts';
import type { App, OpenApp } from './operations/app.ts';
import { OPERATIONS } from './operations/registry.ts';
import type { BatchRunner } from './pipeline/batch/batch-runner.ts';
import { COLLECTIONS } from './pipeline/collections.ts';
import { walkForwardSnapshots } from './pipeline/models/catboost/model-files.ts';
import { loadModels } from './pipeline/models/registry.ts';
import { UNKNOWN_BUILD } from './pipeline/player/format-provenance.ts';
import { PLAYERS } from './pipeline/player/player-document.ts';
import { MIGRATIONS } from './pipeline/tables/migrations.ts';
import type { DuckdbWarehouse } from './platform/embedded/duckdb-warehouse.ts';
import { embeddedStoreFiles } from './platform/embedded/embedded-store-files.ts';
import { fileLog } from './platform/embedded/file-log.ts';
import { filesBelow } from './platform/embedded/files-below.ts';
import { folderOfflineLog } from './platform/embedded/folder-offline-log.ts';
import { inProcessQueue } from './platform/embedded/in-process-queue.ts';
import { lazyWarehouse } from './platform/embedded/lazy-warehouse.ts';
import { readStatements } from './platform/embedded/sql-files.ts';
import { sqliteDocumentStore } from './platform/embedded/sqlite-document-store.ts';
import type { Log } from './platform/log.ts';
import { approvalWatch } from './workers/approval-watch.ts';
import { batchRunner } from './workers/batch-runner.ts';
import { lockWatch } from './workers/lock-watch.ts';
import { outboxSender } from './workers/outbox-sender.ts';
import { outcomeSignal } from './workers/outcome-signal.ts';
import { predictionWorkers } from './workers/prediction-workers.ts';
import { sessionWatch } from './workers/session-watch.ts';

const MICROS = 1_000;
const LOG_NAME = 'tipoff.log';
const MODELS_FOLDER = fileURLToPath(new URL('../models', import.meta.url));
const EVERY_PERSON = { type: 'every-person' } as const;
/** Of what nobody asks for any more by then. */
const KEEP_DAYS = 30;
const MANIFEST = new URL('../manifest.yml', import.meta.url);
const LOCAL_CHANNEL = 'nba-predictions';
/** Several people, so that one laptop can show who may do what. */
const LOCAL_SEED = {
  workspace: 'Tipoff',
  channels: [{ name: LOCAL_CHANNEL, topic: "Tonight's player-points predictions" }, { name: 'general' }],
  users: [
    { name: 'ann', real_name: 'Ann Archer', is_admin: true },
    { name: 'ben', real_name: 'Ben Okafor' },
    { name: 'cleo', real_name: 'Cleo Lindqvist' },
  ],
};

/** The app of a configuration. The adapters of Google Cloud are loaded only where they are wanted: they take long. */
export async function openApp(config: Config): Promise<OpenApp> {
  const { roles, build, services } = config;
  const given = { roles, build, services };
  return createApp(config, config.platform === 'embedded' ? given : { ...given, ...(await gcpPorts(config)) });
}

/** The composition root: picks the adapters, the embedded ones where `overrides` has no other. Opens nothing by itself. */
export function createApp(config: PlatformConfig, overrides: Partial<App> = {}): OpenApp {
  const instanceId = overrides.instanceId ?? randomUUID();
  const logPath = join(config.dataFolder, LOG_NAME);
  const log = overrides.log ?? fileLog({ path: logPath, instanceId });
  const underWay = new Set<Promise<void>>();
  const given = {
    ...embeddedPorts(config, log),
    log,
    continueInBackground: (work: Promise<unknown>) => keepTrack(underWay, work, log),
    now: () => new Date(),
    newId: randomUUID,
    instanceId,
    ...overrides,
  };
  const audit = auditChain({ id: instanceId, digest: sha256 });
  const ports = { audit, locks: lockService(given), ...given };
  const app: App = { runner: localRunner(ports, config), ...ports };
  return {
    app,
    logPath,
    hold: () => hold(app),
    resume: async () => {
      for (const batchId of await app.runner.unfinished()) app.continueInBackground(app.runner.run(batchId));
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

/** The bot in the channel, and on a laptop the workspace it is in. */
export interface OpenChannel {
  /** Where a browser finds the workspace on this machine; undefined for a real one. */
  readonly address: string | undefined;
  /** Where Slack is away, the bot keeps trying. */
  readonly slack: 'reached' | 'away';
  close(): Promise<void>;
}

/** Connects the bot and begins to show what is to be shown. Throws a `Problem` when Slack refuses a token or a port is taken. */
export async function openChannel({ app }: OpenApp, config: Config): Promise<OpenChannel> {
  const { slackTransport } = await import('./bot/slack/slack-transport.ts');
  const { slack } = config;
  const place =
    slack.mode === 'local' ? await localWorkspace(app, config.dataFolder, slack.port) : realWorkspace(slack);
  const door = slackTransport({ app, operations: OPERATIONS, config: place.bot, log: app.log });
  const otherHolders = holdersOf(config);
  const sender = outboxSender({ ...app, announcements: door.announcements, otherHolders });
  const watches = [sessionWatch(app), approvalWatch(app), lockWatch(app)];
  const { slack: reached } = await door.start().catch(async (error: unknown) => {
    await place.close();
    throw error;
  });
  sender.start();
  for (const watch of watches) watch.start();
  return {
    address: place.address,
    slack: reached,
    close: async () => {
      await Promise.all(watches.map((watch) => watch.stop()));
      await door.stop();
      await sender.stop();
      await place.close();
    },
  };
}

interface Place {
  readonly address: string | undefined;
  readonly bot: SlackConfig;
  close(): Promise<void>;
}

function realWorkspace(bot: SlackConfig): Place {
  return { address: undefined, bot, close: () => Promise.resolve() };
}

async function localWorkspace({ log }: App, dataFolder: string, port: number | undefined): Promise<Place> {
  const [{ localSlack }, { pageBundle }, manifest] = await Promise.all([
    import('#local-slack/src/local-slack.ts'),
    import('#local-slack/src/page-bundle.ts'),
    readFile(MANIFEST, 'utf8'),
  ]);
  const workspace = await localSlack({
    folder: join(dataFolder, 'slack'),
    manifest,
    seed: LOCAL_SEED,
    page: pageBundle(),
    log,
    ...(port === undefined ? {} : { port }),
  });
  const { apiUrl, tokens, url: address, close } = workspace;
  const bot = { mode: 'socket', channel: LOCAL_CHANNEL, apiUrl, botToken: tokens.bot, appToken: tokens.app } as const;
  return { address, bot, close };
}

type Ports = Omit<App, 'runner'>;

function embeddedPorts(config: PlatformConfig, log: Log) {
  const warehouse = lazyWarehouse(() => localWarehouse(config, log));
  return {
    store: sqliteDocumentStore({
      path: join(config.dataFolder, 'tipoff.sqlite'),
      collections: [...COLLECTIONS, OFFERS],
      nowMicros: () => Date.now() * MICROS,
    }),
    warehouse,
    storeFiles: embeddedStoreFiles({
      folder: config.dataFolder,
      version: packageJson.version,
      migrations: MIGRATIONS.map(({ id }) => id),
      documents: config.platform === 'embedded' ? 'here' : 'elsewhere',
      copyWarehouse: warehouse.copyTo,
    }),
    queue: inProcessQueue({ log }),
    models: once(() => loadModels(filesBelow(MODELS_FOLDER))),
    snapshots: () => walkForwardSnapshots(filesBelow(MODELS_FOLDER)).map((snapshot) => snapshot.load()),
    build: UNKNOWN_BUILD,
    roles: { approvers: EVERY_PERSON, takeover: EVERY_PERSON, forceCompleteApprovals: 1 },
    services: DEFAULT_SERVICES,
    offlineLog: folderOfflineLog(join(config.dataFolder, 'without-lock')),
    importFolder: async (path: string) => (await import('./platform/embedded/import-folder.ts')).importFolder(path),
  };
}

async function localWarehouse({ dataFolder }: PlatformConfig, log: Log): Promise<DuckdbWarehouse> {
  const { duckdbWarehouse } = await import('./platform/embedded/duckdb-warehouse.ts');
  return duckdbWarehouse({
    path: join(dataFolder, 'warehouse.duckdb'),
    migrations: MIGRATIONS,
    statements: readStatements(fileURLToPath(new URL('./pipeline', import.meta.url))),
    log,
  });
}

async function gcpPorts(config: GcpConfig): Promise<Partial<App>> {
  const [{ firestoreDocumentStore }, { pubsubQueue }] = await Promise.all([
    import('./platform/google/firestore-document-store.ts'),
    import('./platform/google/pubsub-queue.ts'),
  ]);
  const { projectId, dataFolder, firestoreEmulator, pubsubEmulator } = config;
  const instanceId = randomUUID();
  const log = fileLog({ path: join(dataFolder, LOG_NAME), instanceId });
  return {
    instanceId,
    log,
    store: firestoreDocumentStore({
      projectId,
      databaseId: config.firestoreDatabase,
      keepForDays: { [PLAYERS.name]: KEEP_DAYS, [OFFERS.name]: KEEP_DAYS },
      ...(firestoreEmulator === undefined ? {} : { emulator: firestoreEmulator }),
    }),
    queue: pubsubQueue({
      projectId,
      topic: config.requestTopic,
      subscription: config.requestSubscription,
      missing: pubsubEmulator === undefined ? 'refuse' : 'create',
      log,
      ...(pubsubEmulator === undefined ? {} : { emulator: pubsubEmulator }),
    }),
  };
}

/**
 * Runs batches with the workers in this process. Who holds the embedded warehouse is alone with the embedded store, so no other holder of a
 * lease can be alive; a store in the cloud has other machines.
 */
function localRunner(ports: Ports, { platform }: PlatformConfig): BatchRunner {
  const outcomes = outcomeSignal();
  const workers = predictionWorkers({ ...ports, outcomes });
  const otherHolders = holdersOf({ platform });
  return batchRunner({ ...ports, outcomes, workers, otherHolders, hold: () => hold(ports) });
}

/** What `load` gives, asked for at the first call; one that throws is asked again. */
function once<T>(load: () => T): () => T {
  let loaded: { readonly value: T } | undefined;
  return () => {
    loaded ??= { value: load() };
    return loaded.value;
  };
}

function holdersOf({ platform }: Pick<PlatformConfig, 'platform'>): 'dead' | 'may-live' {
  return platform === 'embedded' ? 'dead' : 'may-live';
}

function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

function keepTrack(underWay: Set<Promise<void>>, work: Promise<unknown>, log: Log): void {
  const ended = work.then(
    () => undefined,
    (error: unknown) => log.error({ error }, 'work that went on after its answer failed'),
  );
  underWay.add(ended);
  void ended.then(() => underWay.delete(ended));
}

/** Loads the models, and opens the warehouse: that takes its lock, which one process at a time can have. */
async function hold({ warehouse, models }: Pick<App, 'warehouse' | 'models'>): Promise<void> {
  models();
  await warehouse.job('hold');
}
