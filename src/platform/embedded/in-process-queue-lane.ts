import type { Log } from '../log.ts';
import type { Consumer, Delivery, DeliveryAnswer, Handler, OutgoingMessage } from '../queue.ts';

const COMPACT_AFTER = 4096;
/** Keeps every consumer busy. A hundred thousand messages in memory would let the heap grow to many times their own size. */
const MAX_WAITING = 2048;
/** So that who waits for the event loop waits for some milliseconds, however many messages there are. */
const STARTS_A_TURN = 64;

export interface LaneMessage {
  readonly message: OutgoingMessage;
  readonly messageId: string;
  deliveries: number;
}

/** Messages that wait for a consumer. */
export interface Lane {
  add(messages: Iterable<LaneMessage>): void;
  /** Resolves once there is room for more messages. While nobody consumes there is room for any number. */
  room(): Promise<void>;
  consume(handler: Handler): Consumer;
  /** Stops every consumer and forgets the messages. */
  close(): Promise<void>;
}

export interface LaneOptions {
  /** Deliveries in flight at one consumer. */
  readonly concurrency: number;
  readonly log: Log;
  /** Takes a message whose delivery was not acknowledged. */
  readonly onRetry: (message: LaneMessage) => void;
}

/**
 * Delivers first in, first out. A consumer fills itself up to `concurrency`, a part of it each turn of the event loop, so timers and
 * I/O go on however fast the handler is.
 */
export function createLane(options: LaneOptions): Lane {
  const backlog = createBacklog();
  const running = new Set<RunningConsumer>();
  return {
    add(messages) {
      for (const message of messages) backlog.put(message);
      for (const consumer of running) consumer.wake();
    },
    async room() {
      if (running.size > 0) await backlog.room();
    },
    consume(handler) {
      const consumer = startConsumer(backlog, handler, options);
      running.add(consumer);
      return {
        async stop() {
          running.delete(consumer);
          if (running.size === 0) backlog.letIn();
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
    const answer = await answerOf(handler, message, options.log);
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

async function answerOf(
  handler: Handler,
  { message, messageId, deliveries }: LaneMessage,
  log: Log,
): Promise<DeliveryAnswer> {
  const delivery: Delivery = { body: message.body, attributes: message.attributes, messageId, attempt: deliveries };
  try {
    return await handler(delivery);
  } catch (error) {
    log.error({ messageId, attempt: deliveries, error }, 'a message handler threw; the message is delivered again');
    return 'retry';
  }
}

interface Backlog {
  put(message: LaneMessage): void;
  take(): LaneMessage | undefined;
  /** Resolves once fewer than `MAX_WAITING` are there. */
  room(): Promise<void>;
  /** Resolves every `room` that is waited for. */
  letIn(): void;
  clear(): void;
}

/** An array with a moving head: `shift` would move all the rest for each message taken. */
function createBacklog(): Backlog {
  let messages: LaneMessage[] = [];
  let head = 0;
  let publishers: (() => void)[] = [];
  const hasRoom = () => messages.length - head < MAX_WAITING;

  function letIn(): void {
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
      if (hasRoom()) letIn();
      if (head >= COMPACT_AFTER && head * 2 >= messages.length) {
        messages = messages.slice(head);
        head = 0;
      }
      return message;
    },
    async room() {
      if (!hasRoom()) await new Promise<void>((resolve) => publishers.push(resolve));
    },
    letIn,
    clear() {
      messages = [];
      head = 0;
      letIn();
    },
  };
}
