import type { Log } from '../platform/log.ts';
import type { PushEndpoint } from '../platform/push-endpoint.ts';
import type { PredictionWorkers } from './prediction-workers.ts';

const CANNOT_START = 'The workers of this process cannot start at the moment. The log has the reason.';

/** Starts the workers at the first pushed request, because a process on Cloud Run may have nothing else to do. */
export function pushedRequests(
  endpoint: PushEndpoint,
  { workers, log }: { readonly workers: Pick<PredictionWorkers, 'start'>; readonly log: Log },
): PushEndpoint {
  return {
    caller: endpoint.caller,
    async deliver(delivery) {
      try {
        await workers.start();
      } catch (error) {
        log.error({ messageId: delivery.messageId, error }, 'the workers did not start for a pushed request');
        return { type: 'retry', because: CANNOT_START };
      }
      return await endpoint.deliver(delivery);
    },
  };
}
