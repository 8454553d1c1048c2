import { PubSub } from '@google-cloud/pubsub';
import type { GoogleUse } from './call-google.ts';
import { googleCredentials } from './google-credentials.ts';

export interface PubsubNames {
  readonly topic: string;
  readonly subscription: string;
  readonly deadLetterTopic: string;
  readonly deadLetterSubscription: string;
}

/** How the Pub/Sub client connects. The default is Google, with the credentials of the environment. */
type PubsubClientOptions = Pick<
  NonNullable<ConstructorParameters<typeof PubSub>[0]>,
  'servicePath' | 'port' | 'sslCreds'
>;

export interface PubsubConnectionOptions {
  readonly projectId: string;
  readonly topic: string;
  readonly subscription: string;
  /** `<topic>-dlq` unless given. */
  readonly deadLetterTopic?: string;
  /** The name of the subscription to the dead-letter topic. The default is `<dead-letter topic>-sub`. */
  readonly deadLetterSubscription?: string;
  readonly emulator?: { readonly host: string; readonly port: number };
  readonly client?: PubsubClientOptions;
}

/** The search for credentials, unless the client needs none. */
export function pubsubCredentials({ emulator, client }: PubsubConnectionOptions): Pick<GoogleUse, 'credentials'> {
  return emulator === undefined && client === undefined ? { credentials: googleCredentials } : {};
}

export function connectPubsub({ projectId, emulator, client = {} }: PubsubConnectionOptions): PubSub {
  if (emulator === undefined) return new PubSub({ projectId, ...client });
  return new PubSub({ projectId, apiEndpoint: `${emulator.host}:${emulator.port}`, emulatorMode: true });
}

export function pubsubNames({ topic, subscription, ...options }: PubsubConnectionOptions): PubsubNames {
  const deadLetterTopic = options.deadLetterTopic ?? `${topic}-dlq`;
  const deadLetterSubscription = options.deadLetterSubscription ?? `${deadLetterTopic}-sub`;
  return { topic, subscription, deadLetterTopic, deadLetterSubscription };
}
