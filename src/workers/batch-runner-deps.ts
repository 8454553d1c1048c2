import type { BatchDeps } from '../pipeline/batch/batch-deps.ts';
import type { ForceCompleteRoles } from '../pipeline/batch/force-complete-policy.ts';
import type { DeliveryTally } from '../pipeline/deliveries/delivery-tally.ts';
import type { Outages } from './outages.ts';
import type { OutcomeSignal } from './outcome-signal.ts';
import type { PredictionWorkers } from './prediction-workers.ts';

export interface BatchRunnerDeps extends BatchDeps {
  /**
   * The services that have a deploy lock. During the deploy of a service that runs batches, a stalled batch is reported
   * and not repaired.
   */
  readonly services: readonly string[];
  /** The people whom the incidents of a batch mention. */
  readonly roles: ForceCompleteRoles;
  readonly instanceId: string;
  /**
   * `may-live`: other processes that hold leases may be running. `dead`: they are not, because only one process at a
   * time can open the stores. A run then does not wait until the lease of a killed process expires.
   */
  readonly otherHolders: 'may-live' | 'dead';
  /** Loads the models, and opens what only one process can own, such as the embedded warehouse. */
  readonly hold: () => Promise<void>;
  readonly outages: Outages;
  readonly outcomes: OutcomeSignal;
  readonly deliveries: DeliveryTally;
  /** The prediction workers of this process. They are absent if other processes answer the requests. */
  readonly workers?: PredictionWorkers;
}
