import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { PubSub } from '@google-cloud/pubsub';
import { afterAll, describe, expect, it } from 'vitest';
import { pubsubQueue } from '#src/platform/google/pubsub-queue.ts';
import { pushInbox } from '#src/platform/google/push-inbox.ts';
import type { Log } from '#src/platform/log.ts';
import { Problem } from '#src/platform/problem.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { testQueue } from '#test/contracts/queue.contract.ts';
import { startPubsubEmulator } from '#test/emulators/pubsub-emulator.ts';
import { eventually } from '#test/eventually.ts';

const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const emulator = await startPubsubEmulator();
const NOBODY = { host: '127.0.0.1', port: 1 };

afterAll(() => emulator?.stop());

describe.skipIf(emulator === undefined)('Pub/Sub, with its emulator', () => {
  testQueue(async () => pubsubQueue(testOptions()));

  it('refuses to publish to a topic that does not exist, and to consume without a subscription (RT-45)', async () => {
    const queue = pubsubQueue({ ...testOptions(), missing: 'refuse' });
    const published = queue.publish([{ body: 'lost', attributes: {} }]);
    await expect(published).rejects.toThrow(Problem);
    await expect(published).rejects.toThrow(/The Pub\/Sub topic .* does not exist in project tipoff-test/);
    const consumed = queue.consume(async () => 'ack');
    await expect(consumed).rejects.toThrow(/The Pub\/Sub subscription .* does not exist in project tipoff-test/);
    await queue.close();
  });

  it('refuses a subscription that pushes to workers that pull, and the reverse', async () => {
    const pulled = testOptions();
    const first = pubsubQueue(pulled);
    await first.publish([{ body: 'creates the subscription', attributes: {} }]);
    const pushed = pushInbox({ maxInFlight: 1, answerWithinMs: 1_000, log: SILENT });
    const second = pubsubQueue({ ...pulled, pushed });
    await expect(second.consume(async () => 'ack')).rejects.toThrow(/delivery of .* is pull, but it must be push/);
    const third = pubsubQueue({ ...testOptions(), pushed, pushEndpoint: 'http://127.0.0.1:1/pubsub/predict' });
    await expect(third.consume(async () => 'ack')).resolves.toHaveProperty('stop');
    await Promise.all([first.close(), second.close(), third.close()]);
  });

  it('limits the messages that a handler has at the same time', async () => {
    const queue = pubsubQueue({ ...testOptions(), maxInFlight: 5 });
    let [running, most, ended] = [0, 0, 0];
    await queue.consume(async () => {
      running += 1;
      most = Math.max(most, running);
      await setImmediate();
      running -= 1;
      ended += 1;
      return 'ack';
    });
    await queue.publish(Array.from({ length: 60 }, (_, index) => ({ body: `${index}`, attributes: {} })));
    await eventually(() => expect(ended).toBeGreaterThanOrEqual(60));
    expect(most).toBeLessThanOrEqual(5);
    await queue.close();
  });

  it('refuses a subscription that dead-letters after another number of deliveries', async () => {
    const options = testOptions();
    const first = pubsubQueue(options);
    await first.publish([{ body: 'creates the subscription', attributes: {} }]);
    await first.close();
    const second = pubsubQueue({ ...options, maxDeliveries: 6 });
    await expect(second.consume(async () => 'ack')).rejects.toThrow(
      /number of delivery attempts of .* is 5, but it must be 6/,
    );
    await second.close();
  });

  it('reports that its subscription vanished, and delivers again when it is back', async () => {
    const options = testOptions();
    const failed = Promise.withResolvers<Readonly<Record<string, unknown>>>();
    const log: Log = { ...SILENT, error: failed.resolve };
    const queue = pubsubQueue({ ...options, log, reopenAfterMs: 100 });
    const delivered = Promise.withResolvers<string>();
    await queue.consume(async ({ body }) => {
      delivered.resolve(body);
      return 'ack';
    });
    const client = new PubSub({ projectId: options.projectId, apiEndpoint: `${emulator?.host}:${emulator?.port}` });
    await client.subscription(options.subscription).delete();
    expect(await failed.promise).toMatchObject({ subscription: expect.stringContaining(options.subscription) });
    const second = pubsubQueue(options);
    await second.publish([{ body: 'back', attributes: {} }]);
    expect(await delivered.promise).toBe('back');
    await Promise.all([queue.close(), second.close(), client.close()]);
  });
});

it('reports Pub/Sub as unavailable when nothing listens at its address', async () => {
  const queue = pubsubQueue({ ...testOptions(), emulator: NOBODY, timeoutMs: 500 });
  await expect(queue.publish([{ body: 'a', attributes: {} }])).rejects.toThrow(Unavailable);
  await queue.close();
});

function testOptions() {
  const name = `requests-${randomUUID()}`;
  return {
    projectId: 'tipoff-test',
    topic: name,
    subscription: `${name}-sub`,
    missing: 'create',
    log: SILENT,
    emulator: emulator ?? NOBODY,
    maxDeliveries: 5,
    ackDeadlineSeconds: 10,
    backoffMs: { first: 10, cap: 50 },
  } as const;
}
