import { type Message, PubSub, type Subscription, SubscriptionCloseBehaviors, type Topic } from '@google-cloud/pubsub';
import type { Log } from '../log.ts';
import { once } from '../once.ts';
import type { Consumer, Delivery, DeliveryAnswer, Handler, OutgoingMessage, Queue } from '../queue.ts';
import { callGoogle } from './call-google.ts';
import { type DeliveryPolicy, type PubsubNames, pubsubResources } from './pubsub-resources.ts';

const IN_FLIGHT = 512;
const MESSAGES_PER_REQUEST = 1_000;
const TIMEOUT_MS = 20_000;
const REOPEN_AFTER_MS = 10_000;
const POLICY: DeliveryPolicy = {
  maxDeliveries: 15,
  ackDeadlineSeconds: 300,
  backoffMs: { first: 10_000, cap: 600_000 },
};
const DEAD_LETTER_ATTRIBUTE = /^CloudPubSubDeadLetter/;

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

function openSubscription(pubsub: PubSub, name: string): Subscription {
  return pubsub.subscription(name, {
    flowControl: { maxMessages: IN_FLIGHT },
    // Opens only one stream, because Pub/Sub applies the limit `maxMessages` to each stream separately.
    streamingOptions: { maxStreams: 1 },
    closeOptions: { behavior: SubscriptionCloseBehaviors.WaitForProcessing },
  });
}

function startConsumer(subscription: Subscription, handler: Handler, options: PubsubQueueOptions): Consumer {
  const { log, reopenAfterMs = REOPEN_AFTER_MS } = options;
  let reopening: NodeJS.Timeout | undefined;
  let stopping: Promise<void> | undefined;
  subscription.on('message', (message: Message) => void deliver(message, handler, log));
  // The Pub/Sub client retries transient failures. After any other failure, it ends the stream of messages.
  subscription.on('error', (error: unknown) => {
    if (stopping !== undefined) return;
    log.error({ subscription: subscription.name, error }, 'a subscription failed; it will be opened again');
    clearTimeout(reopening);
    reopening = setTimeout(() => subscription.open(), reopenAfterMs);
  });
  return {
    async stop() {
      clearTimeout(reopening);
      stopping ??= subscription.close();
      await stopping;
    },
  };
}

async function deliver(message: Message, handler: Handler, log: Log): Promise<void> {
  const answer = await answerOf(message, handler, log);
  if (answer === 'ack') message.ack();
  else message.nack();
}

async function answerOf(message: Message, handler: Handler, log: Log): Promise<DeliveryAnswer> {
  const delivery = deliveryOf(message);
  try {
    return await handler(delivery);
  } catch (error) {
    const { messageId, attempt } = delivery;
    log.error({ messageId, attempt, error }, 'a message handler threw; the message will be delivered again');
    return 'retry';
  }
}

function deliveryOf({ id, data, attributes, deliveryAttempt }: Message): Delivery {
  const own = Object.entries(attributes).filter(([name]) => !DEAD_LETTER_ATTRIBUTE.test(name));
  return {
    messageId: id,
    body: data.toString(),
    attributes: Object.fromEntries(own),
    attempt: Math.max(1, deliveryAttempt),
  };
}
