import { KEEP_FOR_DAYS } from './collections.ts';
import type { GcpConfig } from './config/config.ts';
import type { ServiceMap } from './coordination/deploys/service-map.ts';
import type { App } from './operations/app.ts';
import { MIGRATIONS } from './pipeline/tables/migrations.ts';
import type { BuildNotifications } from './platform/build-notifications.ts';
import type { PartialTarget } from './platform/deploy-target.ts';
import type { Log } from './platform/log.ts';

interface GoogleDeps {
  readonly log: Log;
  /** Returns the text of a SQL statement by its name. */
  readonly statements: (name: string) => string;
}

/**
 * The part of the composition root that picks the adapters of Google Cloud. They are loaded here and only when they are
 * configured, because loading takes long.
 */
export async function googlePorts(config: GcpConfig, { log, statements }: GoogleDeps): Promise<Partial<App>> {
  const [{ firestoreDocumentStore }, { serverClock }, { pubsubQueue }] = await Promise.all([
    import('./platform/google/firestore-document-store.ts'),
    import('./platform/google/server-clock.ts'),
    import('./platform/google/pubsub-queue.ts'),
  ]);
  const { projectId, firestoreEmulator, pubsubEmulator } = config;
  return {
    ...(await googleWarehouse(config, statements)),
    // Firestore deletes old documents itself.
    deleteOldDocuments: async () => 0,
    storeClock: serverClock(),
    store: firestoreDocumentStore({
      projectId,
      databaseId: config.firestoreDatabase,
      keepForDays: KEEP_FOR_DAYS,
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

/** The warehouse in BigQuery, unless the configuration keeps the file in the data folder. */
async function googleWarehouse(
  { projectId, warehouse: config }: GcpConfig,
  statements: GoogleDeps['statements'],
): Promise<Partial<App>> {
  if (config.type === 'duckdb') return {};
  const { bigqueryWarehouse } = await import('./platform/google/bigquery-warehouse.ts');
  const warehouse = bigqueryWarehouse({ projectId, ...config, migrations: MIGRATIONS, statements });
  return { warehouse, migrateWarehouse: warehouse.migrate };
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
