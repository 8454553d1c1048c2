import { PubSub } from '@google-cloud/pubsub';
import { expect, it, onTestFinished } from 'vitest';
import { pubsubPublisher } from '#src/platform/google/pubsub-publisher.ts';
import { pubsubQueue } from '#src/platform/google/pubsub-queue.ts';
import type { Log } from '#src/platform/log.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { aGoogleCloud } from '#test/emulators/google-cloud.ts';
import type { GoogleAnswer, GoogleAnswers } from '#test/emulators/google-server.ts';

const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const TOPIC = 'prediction-requests';
const RETRIES_FOR_MS = 1_000;
/** Whatever Google answers, a command ends within this time. */
const WITHIN_MS = 10_000;

function requests(count: number) {
  return Array.from({ length: count }, (_, index) => ({ body: `request ${index}`, attributes: {} }));
}

const publishedAll = ({ messages }: Readonly<Record<string, unknown>>): GoogleAnswer => ({
  messageIds: Array.isArray(messages) ? messages.map((_, index) => `m${index}`) : [],
});

async function aPublisher(answers: GoogleAnswers, messagesPerSecond?: number) {
  const { address, requests: received } = await aGoogleCloud(answers);
  const pubsub = new PubSub({ projectId: 'p', ...address });
  onTestFinished(() => pubsub.close());
  const pauses: number[] = [];
  const pause = async (ms: number) => void pauses.push(ms);
  const pace = messagesPerSecond === undefined ? {} : { messagesPerSecond };
  const publish = pubsubPublisher(pubsub, { topic: TOPIC, timeoutMs: RETRIES_FOR_MS, pause, ...pace });
  return { publish, received, pauses };
}

it.each([
  [450, undefined, [450], 0],
  [2_500, undefined, [1_000, 1_000, 500], 0],
  [450, 200, [200, 200, 50], 2],
] as const)(
  'RT-46: publishes %i messages at %s a second in requests of %j',
  async (...[count, perSecond, sizes, pauses]) => {
    const publisher = await aPublisher({ Publish: publishedAll }, perSecond);
    await publisher.publish(requests(count));
    expect(publisher.received.map(({ messages }) => (messages as unknown[]).length)).toEqual(sizes);
    expect(publisher.pauses).toEqual(Array.from({ length: pauses }, () => 1_000));
  },
);

it('asks for no right on subscriptions', async () => {
  const { address: client, requests: received } = await aGoogleCloud({ Publish: publishedAll });
  const queue = pubsubQueue({
    projectId: 'p',
    topic: TOPIC,
    subscription: 's',
    missing: 'refuse',
    log: SILENT,
    client,
  });
  await queue.publish(requests(1));
  await queue.close();
  expect(received.map(({ method }) => method)).toEqual(['Publish']);
});

it.each([
  [4, 'DEADLINE_EXCEEDED'],
  [8, 'RESOURCE_EXHAUSTED'],
  [14, 'UNAVAILABLE'],
])('publishes again after the transient error %i (%s)', async (code, details) => {
  let calls = 0;
  const Publish: GoogleAnswers['Publish'] = (request) => {
    calls += 1;
    return calls < 3 ? { code, details } : publishedAll(request);
  };
  const { publish } = await aPublisher({ Publish });
  await publish(requests(2));
  expect(calls).toBe(3);
});

it.each([
  [4, 'DEADLINE_EXCEEDED'],
  [8, 'RESOURCE_EXHAUSTED'],
  [14, 'UNAVAILABLE'],
])('gives up as unavailable when the transient error %i (%s) stays', async (code, details) => {
  const { publish } = await aPublisher({ Publish: () => ({ code, details }) });
  await expect(within(publish(requests(2)))).rejects.toThrow(Unavailable);
});

it('gives up as unavailable when Pub/Sub does not answer', async () => {
  const { publish } = await aPublisher({ Publish: () => 'hangs' });
  await expect(within(publish(requests(2)))).rejects.toThrow(Unavailable);
});

it.each([
  [
    { code: 7, details: 'User not authorized to perform this action.' },
    'google_denied',
    "Pub/Sub does not let Tipoff publish to the topic prediction-requests in project p: User not authorized to perform this action. Grant Tipoff's account the role roles/pubsub.publisher on the topic: `gcloud pubsub topics add-iam-policy-binding prediction-requests --project=p --member=MEMBER --role=roles/pubsub.publisher`.",
  ],
  [
    { code: 5, details: 'Requested project not found or user does not have access to it (project=p).' },
    'wrong_project',
    /cannot be used in project p: .* Set GCP_PROJECT_ID to the id of a project that has Pub\/Sub/,
  ],
  [
    { code: 5, details: 'Resource not found (resource=prediction-requests).' },
    'queue_missing',
    /The Pub\/Sub topic prediction-requests does not exist in project p, so nothing can be published\. Create it: `gcloud pubsub topics create/,
  ],
  [
    { code: 16, details: 'Request had invalid authentication credentials.' },
    'bad_credentials',
    /Run `gcloud auth application-default login`/,
  ],
] as const)('an error of Google that people can end names what to do: %j', async (answer, code, message) => {
  const { publish } = await aPublisher({ Publish: () => answer });
  const published = within(publish(requests(1)));
  await expect(published).rejects.toMatchObject({ code });
  await expect(published).rejects.toThrow(message);
});

function within<T>(work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error('too late')), WITHIN_MS).unref();
  });
  return Promise.race([work, late]);
}
