import { type Message, type PubSub, type Subscription, SubscriptionCloseBehaviors } from '@google-cloud/pubsub';
import type { Log } from '../log.ts';
import type { Consumer, Delivery, DeliveryAnswer, Handler } from '../queue.ts';

const IN_FLIGHT = 512;
const REOPEN_AFTER_MS = 10_000;
const DEAD_LETTER_ATTRIBUTE = /^CloudPubSubDeadLetter/;

interface ConsumerOptions {
  readonly log: Log;
  /** The pause in milliseconds before a failed Pub/Sub subscription is opened again. */
  readonly reopenAfterMs?: number;
}

export function openSubscription(pubsub: PubSub, name: string): Subscription {
  return pubsub.subscription(name, {
    flowControl: { maxMessages: IN_FLIGHT },
    // Opens only one stream, because Pub/Sub applies the limit `maxMessages` to each stream separately.
    streamingOptions: { maxStreams: 1 },
    closeOptions: { behavior: SubscriptionCloseBehaviors.WaitForProcessing },
  });
}

/** Delivers the messages of a subscription to a handler, until the consumer is stopped. */
export function startConsumer(subscription: Subscription, handler: Handler, options: ConsumerOptions): Consumer {
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
