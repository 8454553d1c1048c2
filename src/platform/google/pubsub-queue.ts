import type { Log } from '../log.ts';
import { once } from '../once.ts';
import type { Consumer, Handler, Queue } from '../queue.ts';
import { callGoogle } from './call-google.ts';
import {
  connectPubsub,
  type PubsubConnectionOptions,
  type PubsubNames,
  pubsubCredentials,
  pubsubNames,
} from './pubsub-connection.ts';
import { type PullOptions, pullMessages } from './pubsub-consumer.ts';
import { type PublisherOptions, pubsubPublisher } from './pubsub-publisher.ts';
import { type DeliveryPolicy, pubsubResources } from './pubsub-resources.ts';
import type { PushInbox } from './push-inbox.ts';

const IN_FLIGHT = 512;
const TIMEOUT_MS = 20_000;
/** What the subscription to the requests must have. */
export const DELIVERY_POLICY: DeliveryPolicy = {
  maxDeliveries: 15,
  ackDeadlineSeconds: 300,
  backoffMs: { first: 10_000, cap: 600_000 },
};

interface PubsubQueueOptions
  extends PubsubConnectionOptions,
    Partial<DeliveryPolicy>,
    Partial<Pick<PullOptions, 'maxInFlight' | 'reopenAfterMs'>>,
    Pick<PublisherOptions, 'messagesPerSecond'> {
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
  /** Where the requests arrive that Pub/Sub pushes to `pushEndpoint`. If it is absent, the queue pulls them. Dead letters are always pulled. */
  readonly pushed?: PushInbox;
}

/**
 * The queue on Pub/Sub. A worker pulls requests with `consume`, or the subscription pushes them over HTTP. Pub/Sub counts attempts on a
 * best-effort basis, and only for requests: the attempt of a dead letter is always 1. Only consumers look at the subscriptions, so a
 * publisher needs no right on them.
 */
export function pubsubQueue(options: PubsubQueueOptions): Queue {
  const { log, maxInFlight = IN_FLIGHT, timeoutMs = TIMEOUT_MS, pushed } = options;
  const policy: DeliveryPolicy = { ...DELIVERY_POLICY, ...options };
  const names = pubsubNames(options);
  const pubsub = connectPubsub(options);
  const publish = pubsubPublisher(pubsub, { ...options, ...pubsubCredentials(options), timeoutMs });
  const resources = pubsubResources(pubsub, names, { timeout: timeoutMs });
  const consumers = new Set<Consumer>();
  const use = { ...consuming(options.projectId, names), ...pubsubCredentials(options) };
  const exist = once(async () => {
    if (options.missing === 'create') await callGoogle(use, () => resources.createMissing(policy));
  });
  const ready = once(async () => {
    await exist();
    const delivery = pushed === undefined ? 'pull' : 'push';
    await callGoogle(use, () => resources.check({ maxDeliveries: policy.maxDeliveries, delivery }));
  });

  async function started(open: () => Consumer): Promise<Consumer> {
    await ready();
    const consumer = open();
    consumers.add(consumer);
    return consumer;
  }

  const pull = (name: string, handler: Handler) =>
    pullMessages({ pubsub, name }, handler, { ...options, maxInFlight, log });
  return {
    maxDeliveries: policy.maxDeliveries,
    async publish(messages) {
      await exist();
      await publish(messages);
    },
    consume: (handler) => started(() => pushed?.consume(handler) ?? pull(names.subscription, handler)),
    consumeDeadLetters: (handler) => started(() => pull(names.deadLetterSubscription, handler)),
    async close() {
      await Promise.all([...consumers].map((consumer) => consumer.stop()));
      await pubsub.close();
    },
  };
}

function consuming(projectId: string, { subscription }: PubsubNames) {
  return {
    api: 'Pub/Sub',
    projectId,
    purpose: `read the subscription ${subscription}`,
    role: 'roles/pubsub.subscriber and roles/pubsub.viewer on its subscriptions',
    grant: `gcloud pubsub subscriptions add-iam-policy-binding ${subscription} --project=${projectId} --member=MEMBER --role=roles/pubsub.subscriber`,
  } as const;
}
