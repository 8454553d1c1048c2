import { randomUUID } from 'node:crypto';
import type { Log } from '../log.ts';
import type { OutgoingMessage, Queue } from '../queue.ts';
import { Unavailable } from '../unavailable.ts';
import { createLane, type LaneMessage } from './in-process-queue-lane.ts';

const MAX_DELIVERIES = 5;
const CONCURRENCY = 512;
const BACKOFF_MS: BackoffMs = { first: 200, cap: 10_000 };

interface BackoffMs {
  /** The pause after the first delivery; it doubles after each further one. */
  readonly first: number;
  readonly cap: number;
}

/** Runs `task` once after a pause. The function it returns cancels that. */
export type Schedule = (task: () => void, delayMs: number) => () => void;

interface InProcessQueueOptions {
  readonly log: Log;
  readonly maxDeliveries?: number;
  /** Deliveries in flight at one consumer. */
  readonly concurrency?: number;
  readonly backoffMs?: BackoffMs;
  readonly schedule?: Schedule;
}

/**
 * The queue inside one process. It keeps messages in memory only: those that are waiting when the process ends, or when the
 * queue is closed, are gone. Who publishes while a consumer has thousands to answer waits until most of them are taken, so a handler
 * does not publish. Dead letters are delivered until they are acknowledged, without a limit.
 */
export function inProcessQueue(options: InProcessQueueOptions): Queue {
  const { log, maxDeliveries = MAX_DELIVERIES, concurrency = CONCURRENCY, backoffMs = BACKOFF_MS } = options;
  const pauses = createPauses(options.schedule ?? timer, backoffMs);
  const deadLetters = createLane({
    concurrency,
    log,
    onRetry: (message) => pauses.after(message, () => deadLetters.add([message])),
  });
  const requests = createLane({
    concurrency,
    log,
    onRetry(message) {
      if (message.deliveries >= maxDeliveries) deadLetters.add([{ ...message, deliveries: 0 }]);
      else pauses.after(message, () => requests.add([message]));
    },
  });
  const queueId = randomUUID();
  let published = 0;
  let closed: Error | undefined;

  function* numbered(messages: readonly OutgoingMessage[]): Iterable<LaneMessage> {
    for (const message of messages) {
      published += 1;
      yield { message, messageId: `${queueId}-${published}`, deliveries: 0 };
    }
  }

  return {
    maxDeliveries,
    async publish(messages) {
      await requests.room();
      if (closed) throw new Unavailable('The queue', closed);
      requests.add(numbered(messages));
    },
    consume: async (handler) => requests.consume(handler),
    consumeDeadLetters: async (handler) => deadLetters.consume(handler),
    async close() {
      closed = new Error('The queue is closed.');
      await Promise.all([requests.close(), deadLetters.close()]);
      pauses.cancel();
    },
  };
}

interface Pauses {
  after(message: LaneMessage, task: () => void): void;
  cancel(): void;
}

/** Pauses of `first * 2^(deliveries - 1)` ms, at most `cap`. */
function createPauses(schedule: Schedule, { first, cap }: BackoffMs): Pauses {
  const cancels = new Set<() => void>();
  return {
    after(message, task) {
      const cancel = schedule(
        () => {
          cancels.delete(cancel);
          task();
        },
        Math.min(cap, first * 2 ** (message.deliveries - 1)),
      );
      cancels.add(cancel);
    },
    cancel() {
      for (const cancel of cancels) cancel();
      cancels.clear();
    },
  };
}

function timer(task: () => void, delayMs: number): () => void {
  const timeout = setTimeout(task, delayMs);
  return () => clearTimeout(timeout);
}
