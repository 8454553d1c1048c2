import { setTimeout as pause } from 'node:timers/promises';
import type { PubSub, Topic } from '@google-cloud/pubsub';
import { Problem } from '../problem.ts';
import type { OutgoingMessage } from '../queue.ts';
import { callGoogle, grpcCode, NOT_FOUND } from './call-google.ts';

/** Pub/Sub accepts at most this many messages in one request. */
const MESSAGES_PER_REQUEST = 1_000;
const SECOND_MS = 1_000;

export interface PublisherOptions {
  readonly topic: string;
  /** Finds the credentials before the first request, unless the client needs none. */
  readonly credentials?: () => Promise<void>;
  /** The timeout of a request in milliseconds, retries included. The client retries transient failures. */
  readonly timeoutMs: number;
  /** The greatest number of messages that are published in a second. It is unlimited by default. */
  readonly messagesPerSecond?: number;
  /** Resolves after some milliseconds. The default is a timer. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

/**
 * Returns a function that publishes messages in as few requests as possible, one request after the other. It needs the right to
 * publish to the topic, and no other. Throws `Unavailable`, or a `Problem` when the topic is missing or the right is.
 */
export function pubsubPublisher(
  pubsub: PubSub,
  options: PublisherOptions,
): (messages: readonly OutgoingMessage[]) => Promise<void> {
  const { topic: name, timeoutMs, messagesPerSecond = Number.POSITIVE_INFINITY } = options;
  const slice = Math.min(MESSAGES_PER_REQUEST, messagesPerSecond);
  const topic = pubsub.topic(name, { batching: { maxMessages: slice }, gaxOpts: { timeout: timeoutMs } });
  const wait = options.pause ?? pause;
  const use = publishing(pubsub.projectId, options);
  return async (messages) => {
    await callGoogle(use, async () => {
      for (let start = 0; start < messages.length; start += slice) {
        if (start > 0 && slice === messagesPerSecond) await wait(SECOND_MS);
        await publishSlice(topic, messages.slice(start, start + slice)).catch(missing(name, pubsub.projectId));
      }
    });
  };
}

async function publishSlice(topic: Topic, messages: readonly OutgoingMessage[]): Promise<void> {
  const published = messages.map(({ body, attributes }) =>
    topic.publishMessage({ data: Buffer.from(body), attributes: { ...attributes } }),
  );
  await Promise.all(published);
}

function publishing(projectId: string, { topic, credentials }: PublisherOptions) {
  return {
    ...(credentials === undefined ? {} : { credentials }),
    api: 'Pub/Sub',
    projectId,
    purpose: `publish to the topic ${topic}`,
    role: 'roles/pubsub.publisher on the topic',
    grant: `gcloud pubsub topics add-iam-policy-binding ${topic} --project=${projectId} --member=MEMBER --role=roles/pubsub.publisher`,
  } as const;
}

function missing(topic: string, projectId: string): (error: unknown) => never {
  return (error) => {
    if (grpcCode(error) !== NOT_FOUND || !/topic|resource/i.test(String(error))) throw error;
    throw new Problem({
      code: 'queue_missing',
      message: `The Pub/Sub topic ${topic} does not exist in project ${projectId}, so nothing can be published. Create it: \`gcloud pubsub topics create ${topic} --project=${projectId}\`. Then \`tipoff pubsub check\` names what else is missing.`,
      cause: error,
    });
  };
}
