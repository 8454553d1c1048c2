import type { Log } from '../platform/log.ts';
import type { PushEndpoint } from '../platform/push-endpoint.ts';
import type { PredictionWorkers } from './prediction-workers.ts';

const STOPPING = { type: 'retry', because: 'This process is stopping.' } as const;
const CANNOT_START = 'The workers of this process cannot start at the moment. The log has the reason.';

export interface PushedRequests extends PushEndpoint {
  /** Asks for another delivery of every later request, because a request would start stopped workers again. */
  stop(): void;
}

/** Starts the workers at the first pushed request, because a process on Cloud Run may have nothing else to do. */
export function pushedRequests(
  endpoint: PushEndpoint,
  { workers, log }: { readonly workers: Pick<PredictionWorkers, 'start'>; readonly log: Log },
): PushedRequests {
  let state: 'open' | 'stopped' = 'open';
  return {
    caller: endpoint.caller,
    stop: () => {
      state = 'stopped';
    },
    async deliver(delivery) {
      if (state === 'stopped') return STOPPING;
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
