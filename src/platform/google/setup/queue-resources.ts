import type { protos, v1 } from '@google-cloud/pubsub';
import { Problem } from '../../problem.ts';
import { DELIVERY_POLICY } from '../pubsub-queue.ts';
import { subscriptionOptions } from '../pubsub-resources.ts';
import { absentIfMissing } from './absent-if-missing.ts';
import { differs, type ResourceAdapter, SAME, type WantedResource } from './resource.ts';

type Subscription = protos.google.pubsub.v1.ISubscription;

interface TopicPlace {
  readonly client: Pick<v1.PublisherClient, 'getTopic' | 'createTopic'>;
  readonly projectId: string;
  readonly topic: string;
}

/** A Pub/Sub topic. */
export function topicResource({ client, projectId, topic }: TopicPlace): ResourceAdapter {
  const name = topicName(projectId, topic);
  return {
    read: () =>
      absentIfMissing(async () => {
        await client.getTopic({ topic: name });
        return SAME;
      }),
    async apply() {
      await client.createTopic({ name });
    },
  };
}

interface SubscriptionPlace {
  readonly client: Pick<v1.SubscriberClient, 'getSubscription' | 'createSubscription' | 'updateSubscription'>;
  readonly projectId: string;
  readonly wanted: Extract<WantedResource, { kind: 'subscription' }>;
}

/** The settings that setup keeps as wanted, with their names in Pub/Sub's update mask and in the plan. */
const SETTINGS = [
  { field: 'ackDeadlineSeconds', mask: 'ack_deadline_seconds', title: 'time to acknowledge' },
  { field: 'retryPolicy', mask: 'retry_policy', title: 'pauses before a redelivery' },
  { field: 'expirationPolicy', mask: 'expiration_policy', title: 'expiry' },
  { field: 'deadLetterPolicy', mask: 'dead_letter_policy', title: 'dead-letter policy' },
  { field: 'pushConfig', mask: 'push_config', title: 'push endpoint and its account' },
] as const;

/** A Pub/Sub subscription with the settings that the queue needs. Its topic cannot change. */
export function subscriptionResource({ client, projectId, wanted }: SubscriptionPlace): ResourceAdapter {
  const subscription = wantedSubscription(projectId, wanted);
  const name = `projects/${projectId}/subscriptions/${wanted.subscription}`;
  const different = (found: Subscription) =>
    SETTINGS.filter(({ field }) => settingText(found, field) !== settingText(subscription, field));
  return {
    read: () =>
      absentIfMissing(async () => {
        const [found] = await client.getSubscription({ subscription: name });
        if (found.topic !== subscription.topic) throw wrongTopic(wanted.subscription, found.topic);
        return differs(different(found).map(({ title }) => title));
      }),
    async apply(state) {
      if (state.type === 'absent') {
        await client.createSubscription({ name, ...subscription });
        return;
      }
      const [found] = await client.getSubscription({ subscription: name });
      const paths = different(found).map(({ mask }) => mask);
      if (paths.length > 0)
        await client.updateSubscription({ subscription: { name, ...subscription }, updateMask: { paths } });
    },
  };
}

function wantedSubscription(
  projectId: string,
  { topic, deadLetterTopic, push }: SubscriptionPlace['wanted'],
): Subscription {
  return {
    topic: topicName(projectId, topic),
    ...subscriptionOptions(DELIVERY_POLICY),
    ...(deadLetterTopic === undefined
      ? {}
      : {
          deadLetterPolicy: {
            deadLetterTopic: topicName(projectId, deadLetterTopic),
            maxDeliveryAttempts: DELIVERY_POLICY.maxDeliveries,
          },
        }),
    pushConfig:
      push === undefined
        ? {}
        : {
            pushEndpoint: push.endpoint,
            oidcToken: { audience: push.audience, serviceAccountEmail: push.serviceAccount },
          },
  };
}

/** A setting as a text that is equal for equal settings: Pub/Sub may leave out what is empty. */
function settingText(subscription: Subscription, field: (typeof SETTINGS)[number]['field']): string {
  switch (field) {
    case 'ackDeadlineSeconds':
      return String(subscription.ackDeadlineSeconds);
    case 'retryPolicy': {
      const { minimumBackoff, maximumBackoff } = subscription.retryPolicy ?? {};
      return `${minimumBackoff?.seconds ?? 0} to ${maximumBackoff?.seconds ?? 0} seconds`;
    }
    case 'expirationPolicy':
      return `${subscription.expirationPolicy?.ttl?.seconds ?? 'never'}`;
    case 'deadLetterPolicy': {
      const { deadLetterTopic = '', maxDeliveryAttempts = 0 } = subscription.deadLetterPolicy ?? {};
      return `${deadLetterTopic} after ${maxDeliveryAttempts}`;
    }
    case 'pushConfig': {
      const { pushEndpoint, oidcToken } = subscription.pushConfig ?? {};
      return [pushEndpoint ?? '', oidcToken?.audience ?? '', oidcToken?.serviceAccountEmail ?? ''].join(' ');
    }
  }
}

function topicName(projectId: string, topic: string): string {
  return `projects/${projectId}/topics/${topic}`;
}

function wrongTopic(subscription: string, topic: string | null | undefined): Problem {
  const message = `The subscription ${subscription} belongs to the topic ${topic ?? 'that was deleted'}, and a subscription cannot change its topic. Delete the subscription when it has no messages left, or set GCP_REQUEST_SUBSCRIPTION or TIPOFF_BUILDS_SUBSCRIPTION to another name. Then run setup again.`;
  return new Problem({ code: 'wrong_topic', message });
}
