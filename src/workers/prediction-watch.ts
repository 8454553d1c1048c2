import type { DeliveryTally } from '../pipeline/deliveries/delivery-tally.ts';
import type { Log } from '../platform/log.ts';
import { type Poller, poller } from './poller.ts';
import type { PredictionWorkers } from './prediction-workers.ts';

const NAME = 'prediction-watch';
const EVERY_MS = 5_000;

export interface PredictionWatchDeps {
  readonly workers: Pick<PredictionWorkers, 'start'>;
  readonly deliveries: Pick<DeliveryTally, 'save'>;
  readonly log: Log;
}

/**
 * Creates the watch that starts the prediction workers of this process, again and again while the queue cannot be
 * reached, and that saves the counts of their deliveries. Every process counts its own deliveries.
 */
export function predictionWatch({ workers, deliveries, log }: PredictionWatchDeps): Poller {
  const poll = async () => {
    await workers.start();
    await deliveries.save();
  };
  return poller({ name: NAME, everyMs: EVERY_MS, poll, log });
}
