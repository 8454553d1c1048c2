import type { AuditChain } from '../coordination/audit/trail.ts';
import type { LockService } from '../coordination/deploy-locks/lock-service.ts';
import type { Roles } from '../coordination/identity/roles.ts';
import type { BatchRunner } from '../pipeline/batch/batch-runner.ts';
import type { BaseModel, Model } from '../pipeline/models/model.ts';
import type { Build } from '../pipeline/player/format-provenance.ts';
import type { DocumentStore } from '../platform/document-store.ts';
import type { Log } from '../platform/log.ts';
import type { OfflineLog } from '../platform/offline-log.ts';
import type { Queue } from '../platform/queue.ts';
import type { RecordSource } from '../platform/record-source.ts';
import type { StoreFiles } from '../platform/store-files.ts';
import type { Warehouse } from '../platform/warehouse.ts';
import type { Job } from './jobs/job.ts';

/** What the operations stand on. The composition root fills it; the stores open at their first use. */
export interface App {
  readonly store: DocumentStore;
  readonly warehouse: Warehouse;
  readonly queue: Queue;
  /** Every model, in the order they run. Loaded at the first call; throws a `Problem` `model_not_loaded` when a file is not what its card says. */
  readonly models: () => readonly Model[];
  /** Trainings of them as they were on earlier days, and variants that are only compared; read when they are asked for. */
  readonly snapshots: () => readonly BaseModel[];
  /** The code of this process, for the rows it makes. */
  readonly build: Build;
  readonly runner: BatchRunner;
  /** What the clock starts. */
  readonly jobs: readonly Job[];
  /** Who may do what only some may. */
  readonly roles: Roles;
  /** Where the locks of deployments are asked for. */
  readonly locks: LockService;
  /** What is deployed, each with a lock of its own. */
  readonly services: readonly string[];
  /** Where this machine writes down what the store is to know later. */
  readonly offlineLog: OfflineLog;
  /** The files of a folder of this machine. Throws a `Problem` when there is no such folder. */
  readonly importFolder: (path: string) => Promise<readonly RecordSource[]>;
  /** The files of the stores of this machine: their backup, restore and repair. */
  readonly storeFiles: StoreFiles;
  /** Where changes leave their records. */
  readonly audit: AuditChain;
  readonly log: Log;
  /** Keeps the process up for work that goes on after an operation has answered. */
  readonly continueInBackground: (work: Promise<unknown>) => void;
  readonly now: () => Date;
  /** Random and unique. */
  readonly newId: () => string;
  /** Names this process in leases: unique for each start. */
  readonly instanceId: string;
}

/** An app and what belongs to its life. */
export interface OpenApp {
  readonly app: App;
  /** Where the log is written. */
  readonly logPath: string;
  /**
   * Takes hold of the data, which one process at a time can, and loads the models: nothing starts without them. Throws a `Problem`
   * `warehouse_held` when another process has the data, and `model_not_loaded`.
   */
  hold(): Promise<void>;
  /** Goes on with the batches that an earlier process left unfinished. */
  resume(): Promise<void>;
  /** Resolves when no work goes on any more. */
  idle(): Promise<void>;
  close(): Promise<void>;
}
