import type { BatchDeps } from '../pipeline/batch/batch-deps.ts';
import type { OutcomeSignal } from './outcome-signal.ts';
import type { PredictionWorkers } from './prediction-workers.ts';

export interface BatchRunnerDeps extends BatchDeps {
  readonly instanceId: string;
  /** `dead` where only one process can own the stores: the lease of a killed predecessor is then not waited for. */
  readonly otherHolders: 'may-live' | 'dead';
  /** Takes hold of what only one process can own, where there is such a thing. */
  readonly hold: () => Promise<void>;
  readonly outcomes: OutcomeSignal;
  readonly workers: PredictionWorkers;
}
