import type { AuditChain } from '../coordination/audit/audit-context.ts';
import type { LockService } from '../coordination/deploy-locks/lock-service.ts';
import type { ServiceMap } from '../coordination/deploys/service-map.ts';
import type { Roles } from '../coordination/identity/roles.ts';
import type { BatchRunner } from '../pipeline/batch/batch-runner.ts';
import type { BaseModel, Model } from '../pipeline/models/model.ts';
import type { Build } from '../pipeline/player/format-provenance.ts';
import type { PricingTraining } from '../pipeline/pricing/pricing-training.ts';
import type { BuildFeedSource } from '../platform/build-notifications.ts';
import type { SetUpCloud } from '../platform/cloud-setup.ts';
import type { CommitHistory } from '../platform/commit-history.ts';
import type { DeployTarget } from '../platform/deploy-target.ts';
import type { DeploymentMirror } from '../platform/deployment-mirror.ts';
import type { DocumentStore } from '../platform/document-store.ts';
import type { ReadInbox } from '../platform/inbox.ts';
import type { Log } from '../platform/log.ts';
import type { OfflineLog } from '../platform/offline-log.ts';
import type { PushEndpoint } from '../platform/push-endpoint.ts';
import type { QueryEstimates, SampleParameters } from '../platform/query-estimate.ts';
import type { Queue } from '../platform/queue.ts';
import type { CheckQueue } from '../platform/queue-check.ts';
import type { RecordSource } from '../platform/record-source.ts';
import type { ExamineServices } from '../platform/service-finding.ts';
import type { StoreClock } from '../platform/store-clock.ts';
import type { StoreFiles } from '../platform/store-files.ts';
import type { TrustedCaller } from '../platform/trusted-caller.ts';
import type { Warehouse } from '../platform/warehouse.ts';
import type { ReadLimit } from './kit/read-limit.ts';

/** The dependencies of the operations. The composition root provides them. The stores open when they are first used. */
export interface App {
  readonly store: DocumentStore;
  readonly storeClock: StoreClock;
  readonly warehouse: Warehouse;
  /**
   * Runs the migrations of the warehouse that did not run yet, and resolves to their ids. `automatic`: the warehouse
   * runs them itself when it opens.
   */
  readonly migrateWarehouse: () => Promise<readonly string[] | 'automatic'>;
  /** Estimates what every statement of the warehouse reads. Throws a `Problem` where that costs nothing. */
  readonly estimateQueries: (parametersOf: SampleParameters) => Promise<QueryEstimates>;
  readonly queue: Queue;
  readonly checkQueue: CheckQueue;
  /** The endpoint for requests that the queue pushes; undefined where workers pull them. */
  readonly push?: PushEndpoint;
  /** The scheduler that may start jobs over HTTP; undefined where nobody may. */
  readonly scheduler?: TrustedCaller;
  /** Limits how many whole slates are read at the same time. Every operation that reads a whole slate must use it. */
  readonly largeReads: ReadLimit;
  /**
   * Every model, in running order. The models are loaded at the first call. Throws a `Problem` `model_not_loaded` when a file does not
   * match its card.
   */
  readonly models: () => readonly Model[];
  /** Earlier versions of the trained models, and variants for comparison only. They are loaded at the first call. */
  readonly snapshots: () => readonly BaseModel[];
  /** The fitted distributions of points, oldest first. Throws a `Problem` `model_not_loaded` when their file is missing or invalid. */
  readonly pricing: () => readonly PricingTraining[];
  /** The code version of this process, recorded in the rows it creates. */
  readonly build: Build;
  readonly runner: BatchRunner;
  /** The id of the headline model that the configuration sets. Without it, the grades decide. */
  readonly pinnedHeadline?: string;
  /** The scheduled jobs. */
  readonly jobs: readonly Job[];
  /** Signals to an external monitor that this process is alive. Does nothing if no monitor is configured. Throws when the monitor cannot be reached. */
  readonly pingHeartbeat: () => Promise<void>;
  /** The people with special rights, such as approvers. */
  readonly roles: Roles;
  /** The deploy locks. */
  readonly locks: LockService;
  /** Whether deploys are frozen from the last call of a game date until its last tip-off. */
  readonly gameFreeze: 'on' | 'off';
  /** The services that people deploy, with the files that each is built from. */
  readonly serviceMap: ServiceMap;
  /** The names of the services in `serviceMap`. Each service has its own lock. */
  readonly services: readonly string[];
  /** The history of the code that the services are built from. */
  readonly history: CommitHistory;
  /** The place where the services run: what it builds, creates and serves. */
  readonly target: DeployTarget;
  /** The messages about builds; absent if the builds are listed. */
  readonly buildFeed?: BuildFeedSource;
  /** Another place that shows the deploys. Without it, only Tipoff shows them. */
  readonly mirror?: DeploymentMirror;
  /** Keeps records of bypassed locks on this machine until the store can be reached. */
  readonly offlineLog: OfflineLog;
  /** Lists the importable files of a folder on this machine. Throws a `Problem` if the folder does not exist. */
  readonly importFolder: (path: string) => Promise<readonly RecordSource[]>;
  /**
   * Writes a file below the data folder of this machine, and replaces an earlier one. `name` is relative to the data folder. Resolves to the
   * whole path.
   */
  readonly writeDataFile: (name: string, text: string) => Promise<string>;
  /** Lists the files in the inbox folder, which wait to be imported. */
  readonly readInbox: ReadInbox;
  /**
   * Deletes the documents that Tipoff no longer reads, because their collection keeps documents only for some days.
   * Resolves to their number. It is 0 where the database deletes such documents itself.
   */
  readonly deleteOldDocuments: () => Promise<number>;
  /** Backs up, restores and repairs the files of this machine's stores. */
  readonly storeFiles: StoreFiles;
  readonly examineServices: ExamineServices;
  readonly setUpCloud: SetUpCloud;
  /** The audit chain of this process. */
  readonly audit: AuditChain;
  readonly log: Log;
  /** Keeps the process running until `work` ends, for work that continues after an operation has answered. */
  readonly continueInBackground: (work: Promise<unknown>) => void;
  readonly now: () => Date;
  /** Creates a random, unique id. */
  readonly newId: () => string;
  /** The id of this process in leases. It is unique for each start of a process. */
  readonly instanceId: string;
  /**
   * `may-live`: other processes that hold leases may still run after this process has locked the data folder. `dead`:
   * none can.
   */
  readonly otherHolders: 'may-live' | 'dead';
}

/** Work that a serving process repeats until it is stopped. `stop` resolves when nothing of it runs. */
interface BackgroundWork {
  start(): void;
  stop(): Promise<void>;
}

export interface OpenApp {
  readonly app: App;
  /** Starts the prediction workers of this process, and saves the counts of their deliveries. */
  readonly predictions: BackgroundWork;
  /** Records the requests that no worker could answer, where the workers of this process do not. */
  readonly deadLetters: BackgroundWork;
  /** The path of the log file. */
  readonly logPath: string;
  /**
   * Locks the data folder for this process and loads the models. Throws a `Problem` `warehouse_held` when another process holds the data,
   * or `model_not_loaded`.
   */
  hold(): Promise<void>;
  /**
   * Loads what the parts of this process need, where other processes share the stores. Throws a `Problem` `model_not_loaded`,
   * or one that names a table that differs from this release.
   */
  prepare(): Promise<void>;
  /** Continues the batches and the grading that an earlier process did not finish. */
  resume(): Promise<void>;
  /** Continues the grading that an earlier process did not finish. */
  resumeGrading(): void;
  /**
   * Stops the work on batches, because the process ends: releases the leases of the batches that this process runs, and
   * stops to answer prediction requests. Another process or the next start continues.
   */
  stop(): Promise<void>;
  /** Makes the running statements of the embedded warehouse fail. A process with a running statement could not end. */
  interruptWarehouse(): void;
  /** Resolves when this app has no running work. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Work that runs on a schedule. It is safe to run twice, and a lease allows only one instance at a time to run it. */
export interface Job {
  /** The job's name in kebab-case. It is also the id of the job's state document. */
  readonly name: string;
  /** What the job does, as one imperative sentence. */
  readonly summary: string;
  /** Cron patterns with five fields, in New York time. The job is due at every time that matches one of them. */
  readonly due: readonly string[];
  /** A due time that was missed by more than this is skipped. */
  readonly catchUpWithinMs: number;
  /**
   * Does the work of one due time and resolves to a sentence that says what it did. After `Unavailable` or another error, the run is repeated after a
   * pause. A `Problem` is not repeated. A run that keeps failing opens an incident.
   */
  run(app: App, due: Date): Promise<string>;
}
