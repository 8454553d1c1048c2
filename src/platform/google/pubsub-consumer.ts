import {
  Duration,
  type Message,
  type PubSub,
  type Subscription,
  SubscriptionCloseBehaviors,
} from '@google-cloud/pubsub';
import { answerDelivery } from '../answer-delivery.ts';
import type { Log } from '../log.ts';
import type { Consumer, Delivery, Handler } from '../queue.ts';

const REOPEN_AFTER_MS = 10_000;
/** The client extends the ack deadline of a message for this long, so that a message can wait for a store that is away. */
const EXTEND_FOR = Duration.from({ minutes: 60 });
const DEAD_LETTER_ATTRIBUTE = /^CloudPubSubDeadLetter/;

export interface PullOptions {
  readonly log: Log;
  /** The greatest number of messages that the handler has at a time. */
  readonly maxInFlight: number;
  /** The pause in milliseconds before a failed Pub/Sub subscription is opened again. */
  readonly reopenAfterMs?: number;
}

/** Pulls the messages of a subscription through one stream and gives them to a handler. */
export function pullMessages(
  { pubsub, name }: { readonly pubsub: PubSub; readonly name: string },
  handler: Handler,
  options: PullOptions,
): Consumer {
  return startConsumer(openSubscription(pubsub, name, options), handler, options);
}

function openSubscription(pubsub: PubSub, name: string, { maxInFlight }: PullOptions): Subscription {
  return pubsub.subscription(name, {
    // Pub/Sub sends at most this many unanswered messages. The client keeps any further ones and extends their deadlines.
    flowControl: { maxMessages: maxInFlight, allowExcessMessages: false },
    maxExtensionTime: EXTEND_FOR,
    // Opens only one stream, because Pub/Sub applies the limit `maxMessages` to each stream separately.
    streamingOptions: { maxStreams: 1 },
    closeOptions: { behavior: SubscriptionCloseBehaviors.WaitForProcessing },
  });
}

function startConsumer(subscription: Subscription, handler: Handler, options: PullOptions): Consumer {
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
  const answer = await answerDelivery(handler, deliveryOf(message), log);
  if (answer === 'ack') message.ack();
  else message.nack();
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
