import { randomUUID } from 'node:crypto';
import { PubSub } from '@google-cloud/pubsub';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import type { BuildNotification } from '#src/platform/build-notifications.ts';
import { cloudBuildNotifications } from '#src/platform/google/cloud-build-notifications.ts';
import { startPubsubEmulator } from '#test/emulators/pubsub-emulator.ts';
import { silentLog } from '../../pipeline/pipeline-stores.ts';

const PROJECT = 'tipoff-test';
const SERVICES = new Map([['worker', `projects/${PROJECT}/locations/us-west2/services/worker`]]);
const BUILD = {
  id: 'build-1',
  name: 'projects/1234567890/locations/us-west2/builds/build-1',
  projectId: PROJECT,
  status: 'WORKING',
  createTime: '2026-02-05T23:00:00.123456789Z',
  images: ['us-docker.pkg.dev/tipoff-test/tipoff/worker'],
};
const emulator = await startPubsubEmulator();

afterAll(() => emulator?.stop());

describe.skipIf(emulator === undefined)('the messages of Cloud Build, with the Pub/Sub emulator', () => {
  it('are delivered as builds of a service', async () => {
    const { notifications, publish } = await aSubscription();
    expect(await notifications.check()).toEqual({ type: 'known', value: 'readable' });
    const received = Promise.withResolvers<BuildNotification>();
    await notifications.consume(async (notification) => received.resolve(notification));
    await publish(JSON.stringify(BUILD));
    expect(await received.promise).toMatchObject({
      type: 'build',
      build: { id: 'build-1', service: 'worker', state: 'running', startedAt: '2026-02-05T23:00:00.123Z' },
    });
  });

  it('are delivered again after a failure, and not after a message that is not a build', async () => {
    const { notifications, publish } = await aSubscription();
    const seen: string[] = [];
    const done = Promise.withResolvers<void>();
    await notifications.consume(async (notification) => {
      seen.push(notification.type);
      if (notification.type === 'unreadable') return;
      if (seen.filter((type) => type === 'build').length === 1) throw new Error('the store is away');
      done.resolve();
    });
    await publish('hello');
    await publish(JSON.stringify(BUILD));
    await done.promise;
    expect(seen.toSorted()).toEqual(['build', 'build', 'unreadable']);
  });

  it('that were published while nobody read them arrive later', async () => {
    const { notifications, publish } = await aSubscription();
    await publish(JSON.stringify(BUILD));
    const received = Promise.withResolvers<BuildNotification>();
    await notifications.consume(async (notification) => received.resolve(notification));
    expect(await received.promise).toMatchObject({ type: 'build', build: { id: 'build-1' } });
  });

  it('cannot be read without their subscription, and the reason names the variable', async () => {
    const { notifications } = await aSubscription();
    const missing = open(`projects/${PROJECT}/subscriptions/none-${randomUUID()}`);
    expect(await notifications.check()).toMatchObject({ type: 'known' });
    expect(await missing.check()).toMatchObject({
      type: 'unknown',
      why: expect.stringMatching(/^Pub\/Sub does not have the subscription .*correct TIPOFF_BUILDS_SUBSCRIPTION\.$/),
    });
  });
});

/** A topic as Cloud Build publishes to, with a subscription. */
async function aSubscription() {
  const client = new PubSub({
    projectId: PROJECT,
    apiEndpoint: `${emulator?.host}:${emulator?.port}`,
    emulatorMode: true,
  });
  onTestFinished(() => client.close());
  const name = `cloud-builds-${randomUUID()}`;
  const [topic] = await client.createTopic(name);
  await topic.createSubscription(`${name}-tipoff`);
  return {
    notifications: open(`projects/${PROJECT}/subscriptions/${name}-tipoff`),
    publish: (body: string) =>
      topic.publishMessage({ data: Buffer.from(body), attributes: { buildId: 'build-1', status: 'WORKING' } }),
  };
}

function open(subscription: string) {
  const notifications = cloudBuildNotifications({
    subscription,
    services: SERVICES,
    log: silentLog,
    ...(emulator === undefined ? {} : { emulator }),
  });
  onTestFinished(() => notifications.close());
  return notifications;
}
