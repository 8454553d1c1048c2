import { answerDelivery } from '../answer-delivery.ts';
import type { Log } from '../log.ts';
import type { Consumer, Delivery, Handler, OutgoingMessage } from '../queue.ts';

const COMPACT_AFTER = 4096;
/**
 * The maximum number of waiting messages. It is high enough to keep every consumer busy. Without a limit, 100,000
 * messages would grow the heap to many times their size.
 */
const MAX_WAITING = 2048;
/**
 * The maximum number of deliveries that a consumer starts in one turn of the event loop, so that a turn takes only a
 * few milliseconds.
 */
const STARTS_A_TURN = 64;

export interface LaneMessage {
  readonly message: OutgoingMessage;
  readonly messageId: string;
  deliveries: number;
}

/** A list of waiting messages with its consumers. The queue has one list for requests and one for dead letters. */
export interface Lane {
  add(messages: Iterable<LaneMessage>): void;
  /**
   * Resolves when fewer than `MAX_WAITING` messages wait in the queue, or immediately while the queue has no consumer.
   */
  waitForRoom(): Promise<void>;
  consume(handler: Handler): Consumer;
  /** Stops every consumer of the queue and drops the waiting messages. */
  close(): Promise<void>;
}

export interface LaneOptions {
  /** The maximum number of deliveries that one consumer of the queue has in flight. */
  readonly concurrency: number;
  readonly log: Log;
  /** The queue calls this function with each message whose delivery was not acknowledged. */
  readonly onRetry: (message: LaneMessage) => void;
}

/**
 * Creates a list of messages that are delivered first in, first out. A consumer has at most `concurrency` deliveries in
 * flight and starts at most `STARTS_A_TURN` per turn of the event loop, so that timers and I/O still run with a fast
 * handler.
 */
export function createLane(options: LaneOptions): Lane {
  const backlog = createBacklog();
  const running = new Set<RunningConsumer>();
  return {
    add(messages) {
      for (const message of messages) backlog.put(message);
      for (const consumer of running) consumer.wake();
    },
    async waitForRoom() {
      if (running.size > 0) await backlog.waitForRoom();
    },
    consume(handler) {
      const consumer = startConsumer(backlog, handler, options);
      running.add(consumer);
      return {
        async stop() {
          running.delete(consumer);
          if (running.size === 0) backlog.releasePublishers();
          await consumer.stop();
        },
      };
    },
    async close() {
      const stopped = [...running].map((consumer) => consumer.stop());
      running.clear();
      await Promise.all(stopped);
      backlog.clear();
    },
  };
}

interface RunningConsumer extends Consumer {
  wake(): void;
}

function startConsumer(backlog: Backlog, handler: Handler, options: LaneOptions): RunningConsumer {
  const drained = Promise.withResolvers<void>();
  let inFlight = 0;
  let phase: 'idle' | 'woken' | 'stopped' = 'idle';

  async function deliver(message: LaneMessage): Promise<void> {
    message.deliveries += 1;
    const answer = await answerDelivery(handler, deliveryOf(message), options.log);
    if (answer === 'retry') options.onRetry(message);
    inFlight -= 1;
    if (phase === 'stopped' && inFlight === 0) drained.resolve();
    wake();
  }

  function fill(): void {
    if (phase === 'stopped') return;
    phase = 'idle';
    for (let started = 0; started < STARTS_A_TURN; started += 1) {
      if (inFlight >= options.concurrency) return;
      const message = backlog.take();
      if (message === undefined) return;
      inFlight += 1;
      void deliver(message);
    }
    wake();
  }

  function wake(): void {
    if (phase !== 'idle') return;
    phase = 'woken';
    setImmediate(fill);
  }

  wake();
  return {
    wake,
    async stop() {
      phase = 'stopped';
      if (inFlight > 0) await drained.promise;
    },
  };
}

function deliveryOf({ message, messageId, deliveries }: LaneMessage): Delivery {
  return { body: message.body, attributes: message.attributes, messageId, attempt: deliveries };
}

interface Backlog {
  put(message: LaneMessage): void;
  take(): LaneMessage | undefined;
  /** Resolves when fewer than `MAX_WAITING` messages wait in the queue. */
  waitForRoom(): Promise<void>;
  /** Lets every caller that waits in `waitForRoom` continue. */
  releasePublishers(): void;
  clear(): void;
}

/**
 * A first-in, first-out list as an array with a moving head index, because `shift` would move all remaining messages
 * each time.
 */
function createBacklog(): Backlog {
  let messages: LaneMessage[] = [];
  let head = 0;
  let publishers: (() => void)[] = [];
  const hasRoom = () => messages.length - head < MAX_WAITING;

  function releasePublishers(): void {
    for (const enter of publishers) enter();
    publishers = [];
  }

  return {
    put(message) {
      messages.push(message);
    },
    take() {
      const message = messages[head];
      if (message === undefined) return;
      head += 1;
      if (hasRoom()) releasePublishers();
      if (head >= COMPACT_AFTER && head * 2 >= messages.length) {
        messages = messages.slice(head);
        head = 0;
      }
      return message;
    },
    async waitForRoom() {
      if (!hasRoom()) await new Promise<void>((resolve) => publishers.push(resolve));
    },
    releasePublishers,
    clear() {
      messages = [];
      head = 0;
      releasePublishers();
    },
  };
}
