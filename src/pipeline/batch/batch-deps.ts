import type { AuditChain } from '../../coordination/audit/audit-context.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import type { Log } from '../../platform/log.ts';
import type { Queue } from '../../platform/queue.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import type { PricingTraining } from '../pricing/pricing-training.ts';

export interface BatchDeps {
  readonly store: DocumentStore;
  readonly warehouse: Warehouse;
  readonly queue: Queue;
  readonly audit: AuditChain;
  readonly log: Log;
  readonly now: () => Date;
  /** The fitted distributions of points, which price the bookmakers' offers. */
  readonly pricing: () => readonly PricingTraining[];
  /** The id of the headline model that the configuration sets. Without it, the grades decide. */
  readonly pinnedHeadline?: string;
  /** Random and unique. */
  readonly newId: () => string;
}
