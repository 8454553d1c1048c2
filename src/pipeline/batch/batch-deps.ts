import type { AuditChain } from '../../coordination/audit/audit-context.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import type { Log } from '../../platform/log.ts';
import type { Queue } from '../../platform/queue.ts';
import type { Warehouse } from '../../platform/warehouse.ts';

export interface BatchDeps {
  readonly store: DocumentStore;
  readonly warehouse: Warehouse;
  readonly queue: Queue;
  readonly audit: AuditChain;
  readonly log: Log;
  readonly now: () => Date;
  /** Random and unique. */
  readonly newId: () => string;
}
