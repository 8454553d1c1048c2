import type { CreateSubscriptionOptions, PubSub } from '@google-cloud/pubsub';
import * as z from 'zod';
import { Problem } from '../problem.ts';
import { ALREADY_EXISTS, grpcCode, NOT_FOUND } from './call-google.ts';
import type { PubsubNames } from './pubsub-connection.ts';

export interface DeliveryPolicy {
  /** 5 to 100. */
  readonly maxDeliveries: number;
  /**
   * The number of seconds in which a delivery must be acknowledged, 10 to 600. The Pub/Sub client extends this time
   * automatically while the handler runs.
   */
  readonly ackDeadlineSeconds: number;
  readonly backoffMs: { readonly first: number; readonly cap: number };
  /** The URL that gets the requests, if the subscription pushes them. */
  readonly pushEndpoint?: string;
}

const SubscriptionMetadata = z.object({
  topic: z.string(),
  deadLetterPolicy: z.object({ deadLetterTopic: z.string(), maxDeliveryAttempts: z.number() }).nullish(),
  pushConfig: z.object({ pushEndpoint: z.string() }).nullish(),
});
type SubscriptionMetadata = z.infer<typeof SubscriptionMetadata>;

interface CallLimits {
  /** Milliseconds, retries included. */
  readonly timeout: number;
}

/** The Pub/Sub topics and subscriptions that carry requests and dead letters. */
export interface PubsubResources {
  /** Creates missing Pub/Sub topics and subscriptions. Existing ones stay unchanged. */
  createMissing(policy: DeliveryPolicy): Promise<void>;
  /**
   * Throws a `Problem` when a subscription does not exist, because its topic would lose every message. Also throws
   * unless a message becomes a dead letter after `maxDeliveries` deliveries, and unless the subscription to the requests
   * pushes or waits for workers that pull, as `delivery` says.
   */
  check(wanted: WantedDelivery): Promise<void>;
}

interface WantedDelivery extends Pick<DeliveryPolicy, 'maxDeliveries'> {
  readonly delivery: 'pull' | 'push';
}

export function pubsubResources(pubsub: PubSub, names: PubsubNames, calls: CallLimits): PubsubResources {
  const fullTopic = (topic: string): string => `projects/${pubsub.projectId}/topics/${topic}`;

  async function createSubscription(topic: string, name: string, options: CreateSubscriptionOptions): Promise<void> {
    await unlessExists(pubsub.topic(topic).createSubscription(name, { ...options, gaxOpts: calls }));
  }

  async function metadata(name: string): Promise<SubscriptionMetadata> {
    const found = await pubsub.subscription(name).getMetadata(calls).catch(missing(name, pubsub.projectId));
    return SubscriptionMetadata.parse(found[0]);
  }

  return {
    async createMissing(policy) {
      const topics = [names.topic, names.deadLetterTopic];
      await Promise.all(topics.map((topic) => unlessExists(pubsub.createTopic(topic, calls))));
      const common = subscriptionOptions(policy);
      const deadLetterPolicy = {
        deadLetterTopic: fullTopic(names.deadLetterTopic),
        maxDeliveryAttempts: policy.maxDeliveries,
      };
      await createSubscription(names.deadLetterTopic, names.deadLetterSubscription, common);
      const { pushEndpoint } = policy;
      const pushed = pushEndpoint === undefined ? {} : { pushConfig: { pushEndpoint } };
      await createSubscription(names.topic, names.subscription, { ...common, ...pushed, deadLetterPolicy });
    },
    async check({ maxDeliveries, delivery }) {
      const requests = await metadata(names.subscription);
      const deadLetters = await metadata(names.deadLetterSubscription);
      const policy = requests.deadLetterPolicy;
      const deadLetterTopic = fullTopic(names.deadLetterTopic);
      assertSetting(`topic of ${names.subscription}`, fullTopic(names.topic), requests.topic);
      assertSetting(`dead-letter topic of ${names.subscription}`, deadLetterTopic, policy?.deadLetterTopic);
      assertSetting(`number of delivery attempts of ${names.subscription}`, maxDeliveries, policy?.maxDeliveryAttempts);
      assertSetting(`topic of ${names.deadLetterSubscription}`, deadLetterTopic, deadLetters.topic);
      assertSetting(`delivery of ${names.subscription}`, delivery, deliveryOf(requests));
      assertSetting(`delivery of ${names.deadLetterSubscription}`, 'pull', deliveryOf(deadLetters));
    },
  };
}

function deliveryOf({ pushConfig }: SubscriptionMetadata): 'pull' | 'push' {
  return (pushConfig?.pushEndpoint ?? '') === '' ? 'pull' : 'push';
}

/** What both subscriptions have, in the form of Pub/Sub's interface. */
export function subscriptionOptions({ ackDeadlineSeconds, backoffMs }: DeliveryPolicy) {
  return {
    ackDeadlineSeconds,
    retryPolicy: { minimumBackoff: duration(backoffMs.first), maximumBackoff: duration(backoffMs.cap) },
    // An empty expiration policy keeps Pub/Sub from deleting a subscription that is unused during the off-season.
    expirationPolicy: {},
  };
}

function missing(subscription: string, projectId: string): (error: unknown) => never {
  return (error) => {
    if (grpcCode(error) !== NOT_FOUND) throw error;
    throw new Problem({
      code: 'queue_missing',
      message: `The Pub/Sub subscription ${subscription} does not exist in project ${projectId}, so messages would be lost. Run \`tipoff pubsub check\`, which names what is missing and how to create it.`,
      cause: error,
    });
  };
}

function assertSetting(what: string, wanted: string | number, found: string | number | undefined): void {
  if (found === wanted) return;
  throw new Problem({
    code: 'queue_misconfigured',
    message: `The ${what} in Pub/Sub is ${found ?? 'not set'}, but it must be ${wanted}. Change the subscription or the configuration, then try again.`,
  });
}

async function unlessExists(creation: Promise<unknown>): Promise<void> {
  await creation.catch((error: unknown) => {
    if (grpcCode(error) !== ALREADY_EXISTS) throw error;
  });
}

function duration(millis: number): { seconds: number; nanos: number } {
  const seconds = Math.floor(millis / 1000);
  return { seconds, nanos: (millis - seconds * 1000) * 1_000_000 };
}
