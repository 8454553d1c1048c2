import type { QueueFinding } from '../queue-check.ts';
import type { Reading } from '../reading.ts';
import type { PubsubNames } from './pubsub-connection.ts';
import type { PubsubFacts, SubscriptionFacts } from './pubsub-facts.ts';
import type { DeliveryPolicy } from './pubsub-resources.ts';

/** How a subscription that pushes must identify itself. */
interface WantedPush {
  readonly endpoint: string;
  readonly serviceAccount: string;
  readonly audience: string;
}

export interface WantedResources {
  readonly projectId: string;
  readonly names: PubsubNames;
  readonly policy: DeliveryPolicy;
  readonly delivery: { readonly type: 'pull' } | ({ readonly type: 'push' } & WantedPush);
}

type Fault = Pick<QueueFinding, 'message' | 'fix'>;

/** Compares the topics and subscriptions with what Tipoff needs. Everything that is missing comes with the command that creates it. */
export function resourceFindings(facts: PubsubFacts, wanted: WantedResources): readonly QueueFinding[] {
  const { names } = wanted;
  return [
    ...judged(facts.topic, () => [], missingTopic(names.topic, wanted)),
    ...judged(facts.deadLetterTopic, () => [], missingTopic(names.deadLetterTopic, wanted)),
    ...judged(
      facts.subscription,
      (found) => requestFaults(found, wanted),
      missingSubscription(names.subscription, wanted),
    ),
    ...judged(
      facts.deadLetterSubscription,
      (found) => deadLetterFaults(found, wanted),
      missingSubscription(names.deadLetterSubscription, wanted),
    ),
  ];
}

function judged<T>(
  reading: Reading<T | undefined>,
  faults: (found: T) => readonly Fault[],
  ifMissing: Fault,
): readonly QueueFinding[] {
  if (reading.type === 'unknown') return [{ level: 'unknown', message: reading.why, fix: null }];
  const found = reading.value === undefined ? [ifMissing] : faults(reading.value);
  return found.map((fault) => ({ level: 'wrong', ...fault }));
}

function missingTopic(topic: string, { projectId }: WantedResources): Fault {
  return {
    message: `The topic ${topic} does not exist.`,
    fix: `gcloud pubsub topics create ${topic} --project=${projectId}`,
  };
}

function missingSubscription(name: string, wanted: WantedResources): Fault {
  const { names, projectId } = wanted;
  const isRequests = name === names.subscription;
  const topic = isRequests ? names.topic : names.deadLetterTopic;
  const flags = isRequests ? [...pushFlags(wanted), ...deadLetterFlags(wanted)] : [];
  const all = [`--project=${projectId}`, `--topic=${topic}`, ...timeFlags(wanted), NEVER_EXPIRES, ...flags];
  return {
    message: `The subscription ${name} does not exist, so the messages of the topic ${topic} are lost.`,
    fix: `gcloud pubsub subscriptions create ${name} ${all.join(' ')}`,
  };
}

function requestFaults(found: SubscriptionFacts, wanted: WantedResources): readonly Fault[] {
  const { names } = wanted;
  return [
    ...commonFaults(found, { name: names.subscription, topic: names.topic }, wanted),
    ...deliveryFaults(found, wanted),
    ...deadLetterPolicyFaults(found, wanted),
  ];
}

function deadLetterFaults(found: SubscriptionFacts, wanted: WantedResources): readonly Fault[] {
  const { names, projectId } = wanted;
  const name = names.deadLetterSubscription;
  const common = commonFaults(found, { name, topic: names.deadLetterTopic }, wanted);
  if (endpointOf(found) === '') return common;
  const message = `The subscription ${name} pushes to ${endpointOf(found)}, but Tipoff pulls dead letters.`;
  return [
    ...common,
    {
      message,
      fix: `gcloud pubsub subscriptions modify-push-config ${name} --project=${projectId} --push-endpoint=""`,
    },
  ];
}

interface OwnSubscription {
  readonly name: string;
  readonly topic: string;
}

/** The faults that every subscription of Tipoff can have. */
function commonFaults(
  found: SubscriptionFacts,
  { name, topic }: OwnSubscription,
  wanted: WantedResources,
): readonly Fault[] {
  const { projectId, policy } = wanted;
  const update = `gcloud pubsub subscriptions update ${name} --project=${projectId}`;
  const again = `gcloud pubsub subscriptions delete ${name} --project=${projectId} && ${missingSubscription(name, wanted).fix}`;
  const faults: readonly (readonly [isFault: boolean, message: string, fix: string])[] = [
    [
      found.topic !== topicPath(topic, projectId),
      `The subscription ${name} belongs to ${found.topic}, but it must belong to the topic ${topic}. Its messages never arrive.`,
      again,
    ],
    [found.detached === true, `The subscription ${name} is detached from its topic, so its messages are lost.`, again],
    [
      (found.filter ?? '') !== '',
      `The subscription ${name} has the filter \`${found.filter}\`, so messages that do not match it are lost.`,
      again,
    ],
    [
      found.ackDeadlineSeconds < policy.ackDeadlineSeconds,
      `The subscription ${name} waits only ${found.ackDeadlineSeconds} seconds for an answer. It delivers a slow request again while its first delivery is still handled.`,
      `${update} --ack-deadline=${policy.ackDeadlineSeconds}`,
    ],
    [
      found.retryPolicy == null || found.retryPolicy.minimumBackoff === 0,
      `The subscription ${name} delivers a failed message again at once, so a short outage uses up all its deliveries.`,
      `${update} ${retryFlags(policy).join(' ')}`,
    ],
    [
      found.expirationPolicy == null || found.expirationPolicy.ttl != null,
      `The subscription ${name} is deleted when it is not used for some time, such as the off-season. Every message after that is lost.`,
      `${update} ${NEVER_EXPIRES}`,
    ],
  ];
  return faults.flatMap(([isFault, message, fix]) => (isFault ? [{ message, fix }] : []));
}

function deliveryFaults(found: SubscriptionFacts, wanted: WantedResources): readonly Fault[] {
  const { delivery, names, projectId } = wanted;
  const name = names.subscription;
  const modify = `gcloud pubsub subscriptions modify-push-config ${name} --project=${projectId}`;
  if (delivery.type === 'pull') {
    if (endpointOf(found) === '') return [];
    const message = `The subscription ${name} pushes to ${endpointOf(found)}, but the workers pull. Set GCP_PUSH_ENDPOINT, or stop the push.`;
    return [{ message, fix: `${modify} --push-endpoint=""` }];
  }
  const { serviceAccountEmail = '', audience = '' } = found.pushConfig?.oidcToken ?? {};
  const noWrapper = found.pushConfig?.noWrapper ?? null;
  const settings = [
    ['endpoint', endpointOf(found), delivery.endpoint],
    ['service account', serviceAccountEmail, delivery.serviceAccount],
    ['audience', audience, delivery.audience],
    ['wrapping', noWrapper === null ? 'on' : 'off', 'on'],
  ] as const;
  const wrong = settings.filter(([, is, must]) => is !== must);
  if (wrong.length === 0) return [];
  const list = wrong.map(([what, is, must]) => `its ${what} is ${is || 'not set'} and must be ${must}`).join('; ');
  const message = `The subscription ${name} cannot push to the workers: ${list}.`;
  return [{ message, fix: `${modify} ${pushFlags(wanted).join(' ')}` }];
}

function deadLetterPolicyFaults(found: SubscriptionFacts, wanted: WantedResources): readonly Fault[] {
  const { names, projectId, policy } = wanted;
  const { deadLetterTopic, maxDeliveryAttempts } = found.deadLetterPolicy ?? {};
  const [isTopic, isAttempts] = [
    deadLetterTopic === topicPath(names.deadLetterTopic, projectId),
    maxDeliveryAttempts === policy.maxDeliveries,
  ];
  if (isTopic && isAttempts) return [];
  const has =
    deadLetterTopic === undefined
      ? 'no dead-letter topic'
      : `the dead-letter topic ${deadLetterTopic} after ${maxDeliveryAttempts} deliveries`;
  return [
    {
      message: `The subscription ${names.subscription} has ${has}. It must be ${names.deadLetterTopic} after ${policy.maxDeliveries} deliveries, or a message that nobody can answer comes back for days.`,
      fix: `gcloud pubsub subscriptions update ${names.subscription} --project=${projectId} ${deadLetterFlags(wanted).join(' ')}`,
    },
  ];
}

const NEVER_EXPIRES = '--expiration-period=never';

function pushFlags({ delivery }: WantedResources): readonly string[] {
  if (delivery.type === 'pull') return [];
  return [
    `--push-endpoint=${delivery.endpoint}`,
    `--push-auth-service-account=${delivery.serviceAccount}`,
    `--push-auth-token-audience=${delivery.audience}`,
  ];
}

function deadLetterFlags({ names, policy }: WantedResources): readonly string[] {
  return [`--dead-letter-topic=${names.deadLetterTopic}`, `--max-delivery-attempts=${policy.maxDeliveries}`];
}

function timeFlags({ policy }: WantedResources): readonly string[] {
  return [`--ack-deadline=${policy.ackDeadlineSeconds}`, ...retryFlags(policy)];
}

function retryFlags({ backoffMs }: DeliveryPolicy): readonly string[] {
  return [`--min-retry-delay=${backoffMs.first / 1_000}s`, `--max-retry-delay=${backoffMs.cap / 1_000}s`];
}

function endpointOf({ pushConfig }: SubscriptionFacts): string {
  return pushConfig?.pushEndpoint ?? '';
}

function topicPath(topic: string, projectId: string): string {
  return `projects/${projectId}/topics/${topic}`;
}
