import type { PubSub } from '@google-cloud/pubsub';
import * as z from 'zod';
import { once } from '../once.ts';
import { type Reading, unknown } from '../reading.ts';
import { grpcCode, isUnknownProject, NOT_FOUND } from './call-google.ts';
import type { GoogleProject } from './google-project.ts';
import { IamPolicy } from './iam-policy.ts';
import type { PubsubNames } from './pubsub-connection.ts';
import { readGoogle } from './read-google.ts';
import { callOptions } from './run-clients.ts';

const NO_IAM = 'The Pub/Sub emulator has no IAM, so the rights of Pub/Sub itself are unknown here.';

const Seconds = z
  .object({ seconds: z.union([z.string(), z.number()]).nullish() })
  .nullish()
  .transform((duration) => Number(duration?.seconds ?? 0));

/** The settings of a subscription. Empty texts and nulls both mean that something is not set. */
export const SubscriptionFacts = z.object({
  topic: z.string(),
  ackDeadlineSeconds: z.number(),
  detached: z.boolean().nullish(),
  filter: z.string().nullish(),
  pushConfig: z
    .object({
      pushEndpoint: z.string().nullish(),
      oidcToken: z.object({ serviceAccountEmail: z.string(), audience: z.string() }).nullish(),
      noWrapper: z.unknown().optional(),
    })
    .nullish(),
  deadLetterPolicy: z.object({ deadLetterTopic: z.string(), maxDeliveryAttempts: z.number() }).nullish(),
  retryPolicy: z.object({ minimumBackoff: Seconds }).nullish(),
  /** Null keeps the subscription for 31 days without use; a policy without `ttl` keeps it for ever. */
  expirationPolicy: z.object({ ttl: z.unknown().optional() }).nullish(),
});
export type SubscriptionFacts = z.infer<typeof SubscriptionFacts>;

/** What Pub/Sub answers about the topics and subscriptions. An undefined value means that the thing does not exist. */
export interface PubsubFacts {
  readonly topic: Reading<object | undefined>;
  readonly deadLetterTopic: Reading<object | undefined>;
  readonly subscription: Reading<SubscriptionFacts | undefined>;
  readonly deadLetterSubscription: Reading<SubscriptionFacts | undefined>;
  /** The policies that may let Pub/Sub itself move a dead letter. */
  readonly policies: {
    readonly deadLetterTopic: Reading<IamPolicy | undefined>;
    readonly subscription: Reading<IamPolicy | undefined>;
    /** Asks for the policy of the project only if the other policies do not have the grant. */
    readonly project: () => Promise<Reading<IamPolicy>>;
  };
  readonly projectNumber: Reading<string>;
}

interface FactsOptions {
  readonly names: PubsubNames;
  readonly project: GoogleProject;
  readonly withinMs: number;
  readonly iam: 'google' | 'none';
}

/** Asks Pub/Sub for everything at once. Every failure, also a hanging call, gives a reading that is unknown. */
export async function readPubsubFacts(pubsub: PubSub, options: FactsOptions): Promise<PubsubFacts> {
  const { names, project, withinMs, iam } = options;
  const { topic, subscription, topicPolicy, subscriptionPolicy } = questions(pubsub, options);
  const manager = {
    api: 'Resource Manager',
    ifMissing: SET_PROJECT,
    withinMs,
    resource: `project ${pubsub.projectId}`,
  };
  const [topics, subscriptions, policies, projectNumber] = await Promise.all([
    Promise.all([topic(names.topic), topic(names.deadLetterTopic)]),
    Promise.all([subscription(names.subscription), subscription(names.deadLetterSubscription)]),
    Promise.all([topicPolicy(names.deadLetterTopic), subscriptionPolicy(names.subscription)]),
    iam === 'none' ? unknown(NO_IAM) : readGoogle({ ...manager, role: BROWSER }, () => project.number()),
  ]);
  return {
    topic: topics[0],
    deadLetterTopic: topics[1],
    subscription: subscriptions[0],
    deadLetterSubscription: subscriptions[1],
    policies: {
      deadLetterTopic: policies[0],
      subscription: policies[1],
      project: once(() => readGoogle({ ...manager, role: REVIEWER }, () => project.policy())),
    },
    projectNumber,
  };
}

const VIEWER = 'roles/pubsub.viewer';
const REVIEWER = 'roles/iam.securityReviewer';
const BROWSER = 'roles/browser';
const SET_PROJECT = 'Set GCP_PROJECT_ID to the id of an existing project.';

/** The questions about one topic or one subscription. */
function questions(pubsub: PubSub, { withinMs, iam }: FactsOptions) {
  const calls = callOptions(withinMs);
  const common = { api: 'Pub/Sub', ifMissing: SET_PROJECT, withinMs };
  const read = <T>(resource: string, call: () => Promise<T>) =>
    readGoogle({ ...common, role: VIEWER, resource }, () => unlessMissing(call));
  const readPolicy = async (of: string, call: () => Promise<readonly unknown[]>) => {
    if (iam === 'none') return unknown(NO_IAM);
    const policy = () => call().then(([found]) => IamPolicy.parse(found));
    return await readGoogle({ ...common, role: REVIEWER, resource: `the policy of ${of}` }, () =>
      unlessMissing(policy),
    );
  };
  return {
    topic: (name: string) =>
      read(`the topic ${name}`, () =>
        pubsub
          .topic(name)
          .getMetadata(calls)
          .then(([found]) => found),
      ),
    subscription: (name: string) =>
      read(`the subscription ${name}`, () =>
        pubsub
          .subscription(name)
          .getMetadata(calls)
          .then(([found]) => SubscriptionFacts.parse(found)),
      ),
    topicPolicy: (name: string) => readPolicy(`the topic ${name}`, () => pubsub.topic(name).iam.getPolicy(calls)),
    subscriptionPolicy: (name: string) =>
      readPolicy(`the subscription ${name}`, () => pubsub.subscription(name).iam.getPolicy(calls)),
  };
}

async function unlessMissing<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (grpcCode(error) === NOT_FOUND && !isUnknownProject(error)) return undefined;
    throw error;
  }
}
