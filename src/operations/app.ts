import type { AuditChain } from '../coordination/audit/audit-context.ts';
import type { LockService } from '../coordination/deploy-locks/lock-service.ts';
import type { Roles } from '../coordination/identity/roles.ts';
import type { BatchRunner } from '../pipeline/batch/batch-runner.ts';
import type { BaseModel, Model } from '../pipeline/models/model.ts';
import type { Build } from '../pipeline/player/format-provenance.ts';
import type { DocumentStore } from '../platform/document-store.ts';
import type { ReadInbox } from '../platform/inbox.ts';
import type { Log } from '../platform/log.ts';
import type { OfflineLog } from '../platform/offline-log.ts';
import type { Queue } from '../platform/queue.ts';
import type { RecordSource } from '../platform/record-source.ts';
import type { StoreClock } from '../platform/store-clock.ts';
import type { StoreFiles } from '../platform/store-files.ts';
import type { Warehouse } from '../platform/warehouse.ts';

/** The dependencies of the operations. The composition root provides them; the stores open at their first use. */
export interface App {
  readonly store: DocumentStore;
  readonly storeClock: StoreClock;
  readonly warehouse: Warehouse;
  readonly queue: Queue;
  /** Every model, in the order they run. Loaded at the first call; throws a `Problem` `model_not_loaded` when a file does not match its card. */
  readonly models: () => readonly Model[];
  /** Earlier trainings of the models, and variants for comparison only. Loaded at the first call. */
  readonly snapshots: () => readonly BaseModel[];
  /** The code version of this process, recorded in the rows it creates. */
  readonly build: Build;
  readonly runner: BatchRunner;
  /** The scheduled jobs. */
  readonly jobs: readonly Job[];
  /** Signals to a monitor outside that this process is alive. Does nothing where no monitor is configured. Throws when the monitor cannot be reached. */
  readonly pingHeartbeat: () => Promise<void>;
  /** The people with special rights. */
  readonly roles: Roles;
  /** The deploy locks. */
  readonly locks: LockService;
  /** The services that are deployed. Each has its own lock. */
  readonly services: readonly string[];
  /** Records on this machine what has to be written to the store later. */
  readonly offlineLog: OfflineLog;
  /** The files of a folder on this machine. Throws a `Problem` if the folder does not exist. */
  readonly importFolder: (path: string) => Promise<readonly RecordSource[]>;
  /** The files that wait to be imported. */
  readonly readInbox: ReadInbox;
  /** The files of the stores of this machine: their backup, restore and repair. */
  readonly storeFiles: StoreFiles;
  /** The audit chain of this process. */
  readonly audit: AuditChain;
  readonly log: Log;
  /** Keeps the process running for work that continues after an operation has answered. */
  readonly continueInBackground: (work: Promise<unknown>) => void;
  readonly now: () => Date;
  /** A random, unique id. */
  readonly newId: () => string;
  /** The name of this process in leases. Unique per start. */
  readonly instanceId: string;
  /** Whether other holders of a lease may be alive, once this process holds the data. */
  readonly otherHolders: 'may-live' | 'dead';
}

/** An app and its lifecycle. */
export interface OpenApp {
  readonly app: App;
  /** The path of the log file. */
  readonly logPath: string;
  /**
   * Takes exclusive hold of the data folder and loads the models. Throws a `Problem` `warehouse_held` when another process holds the data, or
   * `model_not_loaded`.
   */
  hold(): Promise<void>;
  /** Continues the batches and the grading that an earlier process left unfinished. */
  resume(): Promise<void>;
  /** Resolves when no work is running. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** A job: work that the clock starts. It is safe to run twice, and a lease lets one instance at a time run it. */
export interface Job {
  /** Kebab-case; also the id of its state document. */
  readonly name: string;
  /** What it does, as one imperative sentence. */
  readonly summary: string;
  /** Cron patterns with five fields, in New York time. The job is due at every time that one of them names. */
  readonly due: readonly string[];
  /** A due time that was missed for longer than this is skipped instead of caught up. */
  readonly catchUpWithinMs: number;
  /**
   * Does the work of one due time and resolves to a sentence that says what it did. `Unavailable` and other errors count as failures of the
   * world: the run is repeated after a pause. A `Problem` is not repeated. A run that keeps failing opens an incident.
   */
  run(app: App, due: Date): Promise<string>;
}
