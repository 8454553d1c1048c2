import { PubSub, type Topic } from '@google-cloud/pubsub';
import type { Log } from '../log.ts';
import { once } from '../once.ts';
import type { Consumer, Handler, OutgoingMessage, Queue } from '../queue.ts';
import { callGoogle } from './call-google.ts';
import { openSubscription, startConsumer } from './pubsub-consumer.ts';
import { type DeliveryPolicy, type PubsubNames, pubsubResources } from './pubsub-resources.ts';

const MESSAGES_PER_REQUEST = 1_000;
const TIMEOUT_MS = 20_000;
const POLICY: DeliveryPolicy = {
  maxDeliveries: 15,
  ackDeadlineSeconds: 300,
  backoffMs: { first: 10_000, cap: 600_000 },
};

interface PubsubQueueOptions extends Partial<DeliveryPolicy> {
  readonly projectId: string;
  readonly topic: string;
  readonly subscription: string;
  /** `<topic>-dlq` unless given. */
  readonly deadLetterTopic?: string;
  /** The name of the subscription to the dead-letter topic. The default is `<dead-letter topic>-sub`. */
  readonly deadLetterSubscription?: string;
  /**
   * What the queue does when a Pub/Sub topic or subscription is missing. `create` creates it, and `refuse` throws a
   * `Problem` that names it.
   */
  readonly missing: 'create' | 'refuse';
  readonly log: Log;
  /**
   * The timeout of a call to Pub/Sub in milliseconds, including its retries. After the timeout, the call throws
   * `Unavailable`.
   */
  readonly timeoutMs?: number;
  /** The pause in milliseconds before a failed Pub/Sub subscription is opened again. */
  readonly reopenAfterMs?: number;
  readonly emulator?: { readonly host: string; readonly port: number };
}

/**
 * The queue on Pub/Sub. A worker pulls requests with `consume`, or the subscription pushes them over HTTP. Pub/Sub counts attempts on a
 * best-effort basis, and only for requests: the attempt of a dead letter is always 1.
 */
export function pubsubQueue(options: PubsubQueueOptions): Queue {
  const policy: DeliveryPolicy = { ...POLICY, ...options };
  const names = namesOf(options);
  const pubsub = connect(options);
  const calls = { timeout: options.timeoutMs ?? TIMEOUT_MS };
  const topic = pubsub.topic(names.topic, { batching: { maxMessages: MESSAGES_PER_REQUEST }, gaxOpts: calls });
  const resources = pubsubResources(pubsub, names, calls);
  const consumers = new Set<Consumer>();
  const ready = once(async () => {
    if (options.missing === 'create') await resources.createMissing(policy);
    await resources.check(policy.maxDeliveries);
  });

  async function consume(subscription: string, handler: Handler): Promise<Consumer> {
    await callGoogle('Pub/Sub', ready);
    const consumer = startConsumer(openSubscription(pubsub, subscription), handler, options);
    consumers.add(consumer);
    return consumer;
  }

  return {
    maxDeliveries: policy.maxDeliveries,
    async publish(messages) {
      await callGoogle('Pub/Sub', async () => {
        await ready();
        await publishAll(topic, messages);
      });
    },
    consume: (handler) => consume(names.subscription, handler),
    consumeDeadLetters: (handler) => consume(names.deadLetterSubscription, handler),
    async close() {
      await Promise.all([...consumers].map((consumer) => consumer.stop()));
      await pubsub.close();
    },
  };
}

function connect({ projectId, emulator }: PubsubQueueOptions): PubSub {
  if (emulator === undefined) return new PubSub({ projectId });
  return new PubSub({ projectId, apiEndpoint: `${emulator.host}:${emulator.port}`, emulatorMode: true });
}

function namesOf({ topic, subscription, ...options }: PubsubQueueOptions): PubsubNames {
  const deadLetterTopic = options.deadLetterTopic ?? `${topic}-dlq`;
  const deadLetterSubscription = options.deadLetterSubscription ?? `${deadLetterTopic}-sub`;
  return { topic, subscription, deadLetterTopic, deadLetterSubscription };
}

async function publishAll(topic: Topic, messages: readonly OutgoingMessage[]): Promise<void> {
  for (let start = 0; start < messages.length; start += MESSAGES_PER_REQUEST) {
    const slice = messages.slice(start, start + MESSAGES_PER_REQUEST);
    const published = slice.map(({ body, attributes }) =>
      topic.publishMessage({ data: Buffer.from(body), attributes: { ...attributes } }),
    );
    await Promise.all(published);
  }
}
