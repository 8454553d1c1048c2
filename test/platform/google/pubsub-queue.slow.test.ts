import { randomUUID } from 'node:crypto';
import { PubSub } from '@google-cloud/pubsub';
import { afterAll, describe, expect, it } from 'vitest';
import { pubsubQueue } from '#src/platform/google/pubsub-queue.ts';
import type { Log } from '#src/platform/log.ts';
import { Problem } from '#src/platform/problem.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { testQueue } from '#test/contracts/queue.contract.ts';
import { startPubsubEmulator } from '#test/emulators/pubsub-emulator.ts';

const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const emulator = await startPubsubEmulator();
const NOBODY = { host: '127.0.0.1', port: 1 };

afterAll(() => emulator?.stop());

describe.skipIf(emulator === undefined)('Pub/Sub, with its emulator', () => {
  testQueue(async () => pubsubQueue(testOptions()));

  it('refuses to publish when no subscription would get the messages (RT-45)', async () => {
    const queue = pubsubQueue({ ...testOptions(), missing: 'refuse' });
    const published = queue.publish([{ body: 'lost', attributes: {} }]);
    await expect(published).rejects.toThrow(Problem);
    await expect(published).rejects.toThrow(/does not exist in project tipoff-test/);
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
