import { describe, expect, it } from 'vitest';
import { inProcessQueue, type Schedule } from '#src/platform/embedded/in-process-queue.ts';
import type { Log } from '#src/platform/log.ts';
import type { OutgoingMessage } from '#src/platform/queue.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { testQueue } from '#test/contracts/queue.contract.ts';

const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const MESSAGE: OutgoingMessage = { body: 'a', attributes: {} };

testQueue(async () => inProcessQueue({ log: SILENT, maxDeliveries: 5, backoffMs: { first: 1, cap: 4 } }));

describe('the in-process queue', () => {
  it('doubles the pause after each delivery up to the cap', async () => {
    const pauses: number[] = [];
    const buried = Promise.withResolvers<void>();
    const queue = inProcessQueue({
      log: SILENT,
      maxDeliveries: 7,
      backoffMs: { first: 100, cap: 1_000 },
      schedule: atOnce(pauses),
    });
    await queue.consume(async () => 'retry');
    await queue.consumeDeadLetters(async () => {
      buried.resolve();
      return 'ack';
    });
    await queue.publish([MESSAGE]);
    await buried.promise;
    expect(pauses).toEqual([100, 200, 400, 800, 1_000, 1_000]);
    await queue.close();
  });

  it('never has more in flight than its concurrency', async () => {
    const queue = inProcessQueue({ log: SILENT, concurrency: 3 });
    const done = Promise.withResolvers<void>();
    let inFlight = 0;
    let highest = 0;
    let answered = 0;
    await queue.publish(Array.from({ length: 20 }, () => MESSAGE));
    await queue.consume(async () => {
      inFlight += 1;
      highest = Math.max(highest, inFlight);
      await new Promise((resolve) => setImmediate(resolve));
      inFlight -= 1;
      answered += 1;
      if (answered === 20) done.resolve();
      return 'ack';
    });
    await done.promise;
    expect(highest).toBe(3);
    await queue.close();
  });

  it('lets a publisher continue when the consumer has taken most waiting messages', async () => {
    const queue = inProcessQueue({ log: SILENT, concurrency: 1 });
    const gate = Promise.withResolvers<void>();
    let answered = 0;
    await queue.consume(async () => {
      await gate.promise;
      answered += 1;
      return 'ack';
    });
    await queue.publish(Array.from({ length: 5_000 }, () => MESSAGE));
    const published = queue.publish([MESSAGE]).then(() => answered);
    gate.resolve();
    const before = await published;
    expect(before).toBeGreaterThan(2_000);
    expect(before).toBeLessThan(5_000);
    await queue.close();
  });

  it('releases waiting publishers when the last consumer stops', async () => {
    const queue = inProcessQueue({ log: SILENT, concurrency: 1 });
    const gate = Promise.withResolvers<void>();
    const consumer = await queue.consume(() => gate.promise.then(() => 'ack'));
    await queue.publish(Array.from({ length: 5_000 }, () => MESSAGE));
    const published = queue.publish([MESSAGE]);
    const stopped = consumer.stop();
    await expect(published).resolves.toBeUndefined();
    gate.resolve();
    await stopped;
    await queue.close();
  });

  it('rejects a waiting publish when the queue is closed', async () => {
    const queue = inProcessQueue({ log: SILENT, concurrency: 1 });
    const gate = Promise.withResolvers<void>();
    await queue.consume(() => gate.promise.then(() => 'ack'));
    await queue.publish(Array.from({ length: 5_000 }, () => MESSAGE));
    const published = queue.publish([MESSAGE]);
    const closing = queue.close();
    gate.resolve();
    await expect(published).rejects.toThrow(Unavailable);
    await closing;
  });

  it('lets timers and I/O run while it delivers', async () => {
    const queue = inProcessQueue({ log: SILENT });
    const done = Promise.withResolvers<void>();
    let delivered = 0;
    let turns = 0;
    const count = (): void => {
      turns += 1;
      if (delivered < 20_000) setImmediate(count);
    };
    await queue.publish(Array.from({ length: 20_000 }, () => MESSAGE));
    setImmediate(count);
    await queue.consume(async () => {
      delivered += 1;
      if (delivered === 20_000) done.resolve();
      return 'ack';
    });
    await done.promise;
    expect(turns).toBeGreaterThan(20);
    await queue.close();
  });

  it('logs the error of a handler with the message id', async () => {
    const logged = Promise.withResolvers<Readonly<Record<string, unknown>>>();
    const queue = inProcessQueue({ log: { ...SILENT, error: (fields) => logged.resolve(fields) } });
    const thrown = new Error('no such feature');
    await queue.consume(async ({ attempt }) => {
      if (attempt === 1) throw thrown;
      return 'ack';
    });
    await queue.publish([MESSAGE]);
    expect(await logged.promise).toMatchObject({ attempt: 1, error: thrown, messageId: expect.any(String) });
    await queue.close();
  });

  it('gives message ids that are unique across queues', async () => {
    const ids = await Promise.all([firstMessageId(), firstMessageId()]);
    expect(new Set(ids).size).toBe(2);
  });

  it('delivers each message to one of several consumers', async () => {
    const queue = inProcessQueue({ log: SILENT, concurrency: 1 });
    const done = Promise.withResolvers<void>();
    const taken: string[] = [];
    const takenBy = (consumer: string) => async () => {
      taken.push(consumer);
      if (taken.length === 10) done.resolve();
      await new Promise((resolve) => setImmediate(resolve));
      return 'ack' as const;
    };
    await queue.consume(takenBy('first'));
    await queue.consume(takenBy('second'));
    await queue.publish(Array.from({ length: 10 }, () => MESSAGE));
    await done.promise;
    expect(new Set(taken)).toEqual(new Set(['first', 'second']));
    await queue.close();
    expect(taken.length).toBe(10);
  });

  it('refuses messages after it was closed', async () => {
    const queue = inProcessQueue({ log: SILENT });
    await queue.close();
    await expect(queue.publish([MESSAGE])).rejects.toThrow(Unavailable);
  });

  it('cancels pending retries when it is closed', async () => {
    let running = 0;
    const paused = Promise.withResolvers<void>();
    const queue = inProcessQueue({
      log: SILENT,
      schedule: () => {
        running += 1;
        paused.resolve();
        return () => {
          running -= 1;
        };
      },
    });
    await queue.consume(async () => 'retry');
    await queue.publish([MESSAGE]);
    await paused.promise;
    await queue.close();
    expect(running).toBe(0);
  });
});

/** Notes each pause and ends it in the next turn of the event loop. */
function atOnce(pauses: number[]): Schedule {
  return (task, delayMs) => {
    pauses.push(delayMs);
    const immediate = setImmediate(task);
    return () => clearImmediate(immediate);
  };
}

async function firstMessageId(): Promise<string> {
  const queue = inProcessQueue({ log: SILENT });
  const id = Promise.withResolvers<string>();
  await queue.consume(async ({ messageId }) => {
    id.resolve(messageId);
    return 'ack';
  });
  await queue.publish([MESSAGE]);
  const first = await id.promise;
  await queue.close();
  return first;
}
