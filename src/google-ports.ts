import { randomUUID } from 'node:crypto';
import { ALL_COLLECTIONS, KEEP_FOR_DAYS } from './collections.ts';
import type { GcpConfig, PlatformConfig } from './config/config.ts';
import type { ServiceMap } from './coordination/deploys/service-map.ts';
import { SCHEDULE } from './jobs/schedule.ts';
import type { App, Job } from './operations/app.ts';
import { MIGRATIONS } from './pipeline/tables/migrations.ts';
import type { AuditAnchor } from './platform/audit-anchor.ts';
import type { BuildNotifications } from './platform/build-notifications.ts';
import type { SetUpCloud } from './platform/cloud-setup.ts';
import type { PartialTarget } from './platform/deploy-target.ts';
import type { DocumentStore } from './platform/document-store.ts';
import type { BigqueryWarehouse } from './platform/google/bigquery-warehouse.ts';
import type { Log } from './platform/log.ts';
import { Problem } from './platform/problem.ts';
import type { ExamineServices } from './platform/service-finding.ts';

/** Pub/Sub waits 300 seconds for the answer to a pushed request. */
const PUSH_LIMITS = { maxInFlight: 512, answerWithinMs: 280_000 };

interface GoogleDeps {
  readonly log: Log;
  /** Returns the text of a SQL statement by its name. */
  readonly statements: (name: string) => string;
  /** Returns the texts of all SQL statements by their names. */
  readonly allStatements: () => ReadonlyMap<string, string>;
  /** The scheduled jobs; undefined when the built-in schedule counts. */
  readonly jobs: readonly Job[] | undefined;
}

/**
 * The part of the composition root that picks the adapters of Google Cloud. They are loaded here and only when they are
 * configured, because loading takes long.
 */
export async function googlePorts(
  config: GcpConfig,
  { log, statements, allStatements, jobs }: GoogleDeps,
): Promise<Partial<App>> {
  const [{ firestoreDocumentStore }, { serverClock }] = await Promise.all([
    import('./platform/google/firestore-document-store.ts'),
    import('./platform/google/server-clock.ts'),
  ]);
  const { projectId, firestoreEmulator } = config;
  const store = firestoreDocumentStore({
    projectId,
    databaseId: config.firestoreDatabase,
    keepForDays: KEEP_FOR_DAYS,
    ...(firestoreEmulator === undefined ? {} : { emulator: firestoreEmulator }),
  });
  const { ports, examine, tables } = await googleWarehouse(config, { statements, allStatements });
  return {
    ...ports,
    // Firestore deletes old documents itself.
    deleteOldDocuments: async () => 0,
    storeClock: serverClock(),
    store,
    examineServices: async () => (await Promise.all([examineDocuments(config, store), examine()])).flat(),
    setUpCloud: async (request, progress) => (await openSetup(config, { tables, jobs }))(request, progress),
    ...(await googleQueue(config, log)),
    ...(await googleScheduler(config)),
  };
}

/** The audit anchor of an installation whose machines share the stores. An emulator of Firestore has no Cloud Logging beside it. */
export async function sharedAuditAnchor(config: PlatformConfig, log: Log): Promise<{ readonly anchor?: AuditAnchor }> {
  if (config.platform === 'embedded' || config.firestoreEmulator !== undefined) return {};
  const [{ logAuditAnchor }, { googleRest }] = await Promise.all([
    import('./platform/google/log-audit-anchor.ts'),
    import('./platform/google/google-rest.ts'),
  ]);
  return { anchor: logAuditAnchor({ projectId: config.projectId, rest: googleRest(), log }) };
}

/** Begins the search for credentials, which the clients wait for. Emulators need none. */
export async function searchCredentials({ warehouse, firestoreEmulator, pubsubEmulator }: GcpConfig): Promise<void> {
  const isEmulated = warehouse.type === 'duckdb' || warehouse.endpoint !== undefined;
  if (isEmulated && firestoreEmulator !== undefined && pubsubEmulator !== undefined) return;
  const { googleCredentials } = await import('./platform/google/google-credentials.ts');
  // The client that needs the credentials gets the error.
  await googleCredentials().catch(() => undefined);
}

/** Returns the log of a process that did not start: one JSON line, which Cloud Logging shows as an error. */
export async function logOfFailedStart(projectId: string, role: string): Promise<Log> {
  const { cloudLog } = await import('./platform/google/cloud-log.ts');
  const write = (line: string) => void process.stdout.write(line);
  return cloudLog({ projectId, instanceId: randomUUID(), role, trace: () => undefined, write });
}

/** The queue in Pub/Sub, and the endpoint that gets its requests if the subscription pushes them. */
async function googleQueue(
  { projectId, requestTopic: topic, requestSubscription: subscription, delivery, pubsubEmulator }: GcpConfig,
  log: Log,
): Promise<Pick<App, 'queue' | 'push' | 'checkQueue'>> {
  const [{ pubsubQueue }, { pubsubCheck }] = await Promise.all([
    import('./platform/google/pubsub-queue.ts'),
    import('./platform/google/pubsub-check.ts'),
  ]);
  const missing = pubsubEmulator === undefined ? 'refuse' : 'create';
  const emulator = pubsubEmulator === undefined ? {} : { emulator: pubsubEmulator };
  const common = { projectId, topic, subscription, missing, log, ...emulator } as const;
  const checkQueue = pubsubCheck({ ...common, delivery });
  if (delivery.type === 'pull') return { queue: pubsubQueue(common), checkQueue };
  const [{ pushInbox }, { googleCaller }] = await Promise.all([
    import('./platform/google/push-inbox.ts'),
    import('./platform/google/google-caller.ts'),
  ]);
  const { endpoint: pushEndpoint, messagesPerSecond } = delivery;
  const pushed = pushInbox({ ...PUSH_LIMITS, log });
  const queue = pubsubQueue({ ...common, pushed, pushEndpoint, messagesPerSecond });
  return { queue, checkQueue, push: { caller: googleCaller(delivery), deliver: pushed.deliver } };
}

async function googleScheduler({ scheduler }: GcpConfig): Promise<Pick<App, 'scheduler'>> {
  if (scheduler === undefined) return {};
  const { googleCaller } = await import('./platform/google/google-caller.ts');
  return { scheduler: googleCaller(scheduler) };
}

type BigqueryTables = Pick<BigqueryWarehouse, 'check' | 'migrate'>;

interface GoogleWarehouse {
  readonly ports: Partial<App>;
  readonly examine: ExamineServices;
  /** Checks and migrates the tables; undefined when they are not in BigQuery. */
  readonly tables?: BigqueryTables;
}

/** The warehouse in BigQuery, unless the configuration keeps the file in the data folder. */
async function googleWarehouse(
  { projectId, warehouse: config }: GcpConfig,
  { statements, allStatements }: Pick<GoogleDeps, 'statements' | 'allStatements'>,
): Promise<GoogleWarehouse> {
  if (config.type === 'duckdb') return { ports: {}, examine: async () => [] };
  const { bigqueryWarehouse } = await import('./platform/google/bigquery-warehouse.ts');
  const warehouse = bigqueryWarehouse({ projectId, ...config, migrations: MIGRATIONS, statements });
  return {
    // The folder of a container is in its memory, where nobody can put a file.
    ports: {
      warehouse,
      migrateWarehouse: warehouse.migrate,
      readInbox: async () => 'no-inbox',
      estimateQueries: (parametersOf) => warehouse.estimate(allStatements(), parametersOf),
    },
    tables: warehouse,
    examine: async () => [await (await import('./platform/google/examine-bigquery.ts')).examineBigquery(warehouse)],
  };
}

async function examineDocuments({ projectId, firestoreDatabase, firestoreEmulator }: GcpConfig, store: DocumentStore) {
  const [{ examineFirestore }, { firestoreIndexes }] = await Promise.all([
    import('./platform/google/examine-firestore.ts'),
    import('./platform/google/firestore-indexes.ts'),
  ]);
  return await examineFirestore({
    store,
    projectId,
    databaseId: firestoreDatabase,
    wanted: firestoreIndexes(ALL_COLLECTIONS, KEEP_FOR_DAYS),
    admin: firestoreEmulator === undefined ? { projectId } : 'none',
  });
}

async function openSetup(
  config: GcpConfig,
  { tables, jobs }: { readonly tables: BigqueryTables | undefined } & Pick<GoogleDeps, 'jobs'>,
): Promise<SetUpCloud> {
  if (tables === undefined || config.warehouse.type === 'duckdb') throw tablesOnThisMachine();
  const [{ googleSetup }, { firestoreIndexes }, { pubsubNames }, { datasetNames }, { datasetsOf }] = await Promise.all([
    import('./platform/google/setup/google-setup.ts'),
    import('./platform/google/firestore-indexes.ts'),
    import('./platform/google/pubsub-connection.ts'),
    import('./platform/google/bigquery-datasets.ts'),
    import('./platform/google/bigquery-schema.ts'),
  ]);
  const { projectId, requestTopic: topic, requestSubscription: subscription } = config;
  const { region, firestoreLocation: location, slack, environment, secretValues } = config.setup;
  const datasets = datasetsOf(MIGRATIONS);
  const indexes = firestoreIndexes(ALL_COLLECTIONS, KEEP_FOR_DAYS);
  return googleSetup({
    settings: {
      projectId,
      region,
      slack,
      environment,
      jobs: jobs ?? SCHEDULE,
      database: { id: config.firestoreDatabase, location, indexes },
      datasets: datasets.map(datasetNames(config.warehouse.datasetPrefix, datasets).stored),
      queue: pubsubNames({ projectId, topic, subscription }),
    },
    secretValues,
    warehouse: tables,
  });
}

function tablesOnThisMachine(): Problem {
  const message =
    'GCP_WAREHOUSE is duckdb, so the tables are on this machine, where services in the cloud cannot read them. Unset GCP_WAREHOUSE, then try again.';
  return new Problem({ code: 'tables_on_this_machine', message });
}

/** A service with a name in Cloud Run is read there, whichever platform has the stores. */
export async function cloudRunObservers(serviceMap: ServiceMap): Promise<readonly PartialTarget[]> {
  const services = cloudRunNames(serviceMap);
  if (services.size === 0) return [];
  const { cloudRunTarget } = await import('./platform/google/cloud-run-target.ts');
  return [cloudRunTarget({ services })];
}

/** The messages of Cloud Build, if the configuration names their subscription. */
export async function cloudBuildMessages(
  subscription: string | undefined,
  { serviceMap, log }: { readonly serviceMap: ServiceMap; readonly log: Log },
): Promise<{ readonly notifications?: BuildNotifications }> {
  if (subscription === undefined) return {};
  const { cloudBuildNotifications } = await import('./platform/google/cloud-build-notifications.ts');
  return { notifications: cloudBuildNotifications({ subscription, services: cloudRunNames(serviceMap), log }) };
}

/** The full names of the services in Cloud Run, by their names in Tipoff. */
function cloudRunNames(serviceMap: ServiceMap): ReadonlyMap<string, string> {
  return new Map(
    [...serviceMap].flatMap(([name, { cloud_run }]) => (cloud_run === undefined ? [] : [[name, cloud_run] as const])),
  );
}
