import type { Model } from '../pipeline/models/model.ts';
import type { DocumentStore } from '../platform/document-store.ts';
import type { Log } from '../platform/log.ts';
import type { Queue } from '../platform/queue.ts';
import type { Warehouse } from '../platform/warehouse.ts';

/** What the operations stand on. The composition root fills it; the stores open at their first use. */
export interface App {
  readonly store: DocumentStore;
  readonly warehouse: Warehouse;
  readonly queue: Queue;
  readonly models: readonly Model[];
  readonly log: Log;
  readonly now: () => Date;
  /** Random and unique. */
  readonly newId: () => string;
  /** Names this process in leases: unique for each start. */
  readonly instanceId: string;
}
