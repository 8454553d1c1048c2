import { hash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { currentTrace } from './bot/http/request-trace.ts';
import { type Config, type PlatformConfig, sharesStores } from './config/config.ts';
import { auditChain } from './coordination/audit/audit-context.ts';
import { lockService } from './coordination/deploy-locks/lock-service.ts';
import { buildsFromMessages } from './coordination/deploys/builds-from-messages.ts';
import { combinedTarget } from './coordination/deploys/combined-target.ts';
import { reportedTarget } from './coordination/deploys/reported-target.ts';
import { allStatements, auditFiles, embeddedPorts, statements } from './embedded-ports.ts';
import {
  cloudBuildMessages,
  cloudRunObservers,
  googlePorts,
  searchCredentials,
  sharedAuditAnchor,
} from './google-ports.ts';
import type { App, OpenApp } from './operations/app.ts';
import { readLimit } from './operations/kit/read-limit.ts';
import type { BatchRunner } from './pipeline/batch/batch-runner.ts';
import { assertTimeZoneData } from './pipeline/dates/time-zone-data.ts';
import { deliveryTally } from './pipeline/deliveries/delivery-tally.ts';
import type { AuditAnchor } from './platform/audit-anchor.ts';
import type { BuildNotifications } from './platform/build-notifications.ts';
import type { PartialTarget } from './platform/deploy-target.ts';
import { fileDeployTarget } from './platform/embedded/file-deploy-target.ts';
import { fileLog } from './platform/embedded/file-log.ts';
import type { Log } from './platform/log.ts';
import { PROCESS_PARTS, type ProcessPart } from './platform/process-part.ts';
import { holdApp, holdWarehouse, prepareApp, unlessUnavailable } from './process/hold-app.ts';
import { jobSettings } from './process/job-settings.ts';
import { builtInServiceMap, readServiceMap } from './process/service-settings.ts';
import { repositoryPorts } from './repository-ports.ts';
import { batchFollower } from './workers/batch-follower.ts';
import { batchRunner } from './workers/batch-runner.ts';
import { deadLetterWatch } from './workers/dead-letter-watch.ts';
import { outages } from './workers/outages.ts';
import { outcomeSignal } from './workers/outcome-signal.ts';
import type { Poller } from './workers/poller.ts';
import { predictionWatch } from './workers/prediction-watch.ts';
import { predictionWorkers } from './workers/prediction-workers.ts';
import { type PushedRequests, pushedRequests } from './workers/pushed-requests.ts';
import { resumeGrading } from './workers/resume-grading.ts';
import { trackWork } from './workers/track-work.ts';

/**
 * Reading one page of a slate takes a few hundred milliseconds, so even the last waiting read is answered within
 * seconds.
 */
const LARGE_READS = { atOnce: 2, mostWaiting: 20 };
const LOG_NAME = 'tipoff.log';
const DEPLOYS_NAME = 'deploys.json';

/**
 * Opens the app of a configuration, for a process that runs these parts of Tipoff. A command runs none of them where other
 * processes do. The Google Cloud adapters are loaded only where they are configured, because loading takes long. Throws a
 * `Problem` `no_time_zone_data` before anything is opened when this Node does not know New York's time.
 */
export async function openApp(config: Config, parts: readonly ProcessPart[] = PROCESS_PARTS): Promise<OpenApp> {
  assertTimeZoneData();
  const { roles, build, pinnedHeadline, gameFreeze, jobs } = config;
  const pin = pinnedHeadline === undefined ? {} : { pinnedHeadline };
  // The search for credentials takes seconds where there are none, so it runs while the rest loads.
  if (config.platform === 'gcp') void searchCredentials(config);
  const serviceMap = await readServiceMap(config.services);
  const repository = await repositoryPorts(config.repository);
  const settings = { roles, build, serviceMap, gameFreeze, ...repository, ...pin, ...(await jobSettings(jobs)) };
  const instanceId = randomUUID();
  const log = await processLog(config, instanceId, parts);
  const observed = {
    observers: await cloudRunObservers(serviceMap),
    ...(await cloudBuildMessages(config.buildsSubscription, { serviceMap, log })),
  };
  const google =
    config.platform === 'gcp' ? await googlePorts(config, { log, statements, allStatements, jobs: settings.jobs }) : {};
  const shared = await sharedAuditAnchor(config, log);
  return createApp(config, { ...settings, instanceId, log, ...google }, { ...observed, shared, parts });
}

interface ProcessOptions {
  /** What shows the services that run outside Tipoff. */
  readonly observers?: readonly PartialTarget[];
  /** The messages about the builds of the observers; absent if the observers list them. */
  readonly notifications?: BuildNotifications | undefined;
  /** The parts of Tipoff that the process runs. */
  readonly parts?: readonly ProcessPart[];
  /** The audit anchor of several machines. The default is a file on this machine. */
  readonly shared?: { readonly anchor?: AuditAnchor };
}

/**
 * The composition root. Picks the embedded adapters where `overrides` has no other; each of them opens at its first use.
 * @internal tests and benches call it with overrides
 */
export function createApp(
  config: PlatformConfig,
  overrides: Partial<App> = {},
  { observers = [], notifications, parts = PROCESS_PARTS, shared }: ProcessOptions = {},
): OpenApp {
  assertTimeZoneData();
  const instanceId = overrides.instanceId ?? randomUUID();
  const logPath = join(config.dataFolder, LOG_NAME);
  const log = overrides.log ?? fileLog({ path: logPath, instanceId });
  const background = new Set<Promise<void>>();
  const serviceMap = overrides.serviceMap ?? builtInServiceMap();
  const embedded = embeddedPorts(config, log);
  const ports = {
    ...embedded,
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
  const audit = auditChain({ id: instanceId, digest: sha256, ...auditFiles(config, log), ...shared });
  const feed = buildFeedOf({ observers, notifications }, ports);
  const target = deployTarget([...feed.observers, fileDeployTarget(join(config.dataFolder, DEPLOYS_NAME))], ports);
  const services = { audit, target, locks: lockService(ports), ...feed.source, ...ports };
  const { runner, push, openQueue, ...watches } = ownWorkers(services, parts, config);
  const app: App = { runner, ...services, ...(push === undefined ? {} : { push }) };
  return {
    app,
    logPath,
    ...watches,
    hold: () => holdApp(app),
    prepare: async () => {
      await prepareApp(app, parts);
      await openQueue();
    },
    resume: async () => {
      for (const batchId of await app.runner.unfinished()) app.continueInBackground(app.runner.run(batchId));
      app.continueInBackground(resumeGrading(app));
    },
    resumeGrading: () => app.continueInBackground(resumeGrading(app)),
    idle: async () => {
      while (background.size > 0) await Promise.all(background);
    },
    stop: async () => {
      push?.stop();
      await Promise.all([app.runner.stopLeading(), app.runner.stop()]);
    },
    interruptWarehouse: embedded.warehouse.interrupt,
    close: async () => {
      push?.stop();
      await app.runner.stop();
      await Promise.all([app.queue.close(), audit.anchor.settled()]);
      await app.warehouse.close();
      await Promise.all([...observers, notifications].map((each) => each?.close()));
      await app.store.close();
    },
  };
}

function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

/** A process that serves in the cloud has no file that anybody would read. A command keeps stdout for its answer. */
async function processLog(config: PlatformConfig, instanceId: string, parts: readonly ProcessPart[]): Promise<Log> {
  if (config.platform === 'embedded' || parts.length === 0 || !sharesStores(config))
    return fileLog({ path: join(config.dataFolder, LOG_NAME), instanceId });
  const { cloudLog } = await import('./platform/google/cloud-log.ts');
  const role = parts.length === 1 ? parts.join() : 'all';
  const write = (line: string) => void process.stdout.write(line);
  return cloudLog({ projectId: config.projectId, instanceId, role, trace: currentTrace, write });
}

type AppWithoutRunner = Omit<App, 'runner'>;

/** With messages, the observers list builds only until a process reads the messages. */
function buildFeedOf(
  {
    observers,
    notifications,
  }: { readonly observers: readonly PartialTarget[] } & Pick<ProcessOptions, 'notifications'>,
  { store }: Pick<App, 'store'>,
) {
  if (notifications === undefined) return { observers, source: {} };
  const listBuilds = async (since: Date) => (await Promise.all(observers.map((each) => each.readBuilds(since)))).flat();
  return {
    observers: observers.map((each) => buildsFromMessages(each, { store, subscription: notifications.name })),
    source: { buildFeed: { notifications, listBuilds } },
  };
}

/** The services that no observer covers are known by what deploys report. */
function deployTarget(observers: readonly PartialTarget[], { store, services }: Pick<App, 'store' | 'services'>) {
  const fallback = (others: readonly string[]) => reportedTarget({ store, services: others });
  return combinedTarget({ observers, fallback, services });
}

interface OwnWorkers {
  readonly runner: BatchRunner;
  readonly push: PushedRequests | undefined;
  readonly predictions: Poller;
  readonly deadLetters: Poller;
  /** Begins to answer requests if the process has the part for it. Throws a `Problem` when the queue refuses this process. */
  openQueue(): Promise<void>;
}

/** Creates the batch runner and the prediction workers of this process, as far as its parts need them. */
function ownWorkers(app: AppWithoutRunner, parts: readonly ProcessPart[], config: PlatformConfig): OwnWorkers {
  const waiting = { outages: outages(app), outcomes: outcomeSignal(), deliveries: deliveryTally(app) };
  const deadLetters = sharesStores(config) ? 'elsewhere' : 'here';
  const workers = predictionWorkers({ ...app, ...waiting, deadLetters });
  const own = parts.includes('worker') ? { workers } : {};
  const runner = parts.includes('jobs')
    ? batchRunner({ ...app, ...waiting, ...own, hold: () => holdWarehouse(app, parts) })
    : batchFollower(app);
  return {
    runner: { ...runner, stop: () => workers.stop() },
    push: app.push === undefined ? undefined : pushedRequests(app.push, { workers, log: app.log }),
    predictions: predictionWatch({ ...waiting, workers, log: app.log }),
    deadLetters: deadLetterWatch({ ...app, ...waiting }),
    openQueue: async () => {
      if (parts.includes('worker')) await unlessUnavailable(workers.start());
    },
  };
}
