import { randomUUID } from 'node:crypto';
import type { Log } from '../log.ts';
import type { OutgoingMessage, Queue } from '../queue.ts';
import { Unavailable } from '../unavailable.ts';
import { createLane, type LaneMessage } from './in-process-queue-lane.ts';

const MAX_DELIVERIES = 5;
const CONCURRENCY = 512;
const BACKOFF_MS: BackoffMs = { first: 200, cap: 10_000 };

interface BackoffMs {
  /**
   * The pause in milliseconds before a message is delivered again after its first failed delivery. The pause doubles
   * after each further failure.
   */
  readonly first: number;
  readonly cap: number;
}

/**
 * Runs `task` once after `delayMs`. The returned function cancels it.
 * @internal exported for tests
 */
export type Schedule = (task: () => void, delayMs: number) => () => void;

interface InProcessQueueOptions {
  readonly log: Log;
  readonly maxDeliveries?: number;
  /** The maximum number of deliveries that one consumer of the queue has in flight. */
  readonly concurrency?: number;
  readonly backoffMs?: BackoffMs;
  readonly schedule?: Schedule;
}

/**
 * A queue within one process. Messages are kept in memory only and are lost when the process ends or the queue is
 * closed. `publish` waits while thousands of messages wait for a consumer, so a handler must not publish. Dead letters
 * are delivered until they are acknowledged.
 */
export function inProcessQueue(options: InProcessQueueOptions): Queue {
  const { log, maxDeliveries = MAX_DELIVERIES, concurrency = CONCURRENCY, backoffMs = BACKOFF_MS } = options;
  const retryTimers = createRetryTimers(options.schedule ?? timer, backoffMs);
  const deadLetters = createLane({
    concurrency,
    log,
    onRetry: (message) => retryTimers.after(message, () => deadLetters.add([message])),
  });
  const requests = createLane({
    concurrency,
    log,
    onRetry(message) {
      if (message.deliveries >= maxDeliveries) deadLetters.add([{ ...message, deliveries: 0 }]);
      else retryTimers.after(message, () => requests.add([message]));
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
      await requests.waitForRoom();
      if (closed) throw new Unavailable('The queue', closed);
      requests.add(numbered(messages));
    },
    consume: async (handler) => requests.consume(handler),
    consumeDeadLetters: async (handler) => deadLetters.consume(handler),
    async close() {
      closed = new Error('The queue is closed');
      await Promise.all([requests.close(), deadLetters.close()]);
      retryTimers.cancel();
    },
  };
}

interface RetryTimers {
  after(message: LaneMessage, task: () => void): void;
  cancel(): void;
}

/** Delays each retry of a message by `first * 2^(deliveries - 1)` ms, at most `cap`. */
function createRetryTimers(schedule: Schedule, { first, cap }: BackoffMs): RetryTimers {
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
