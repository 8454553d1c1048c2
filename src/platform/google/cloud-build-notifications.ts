import { PubSub } from '@google-cloud/pubsub';
import type { BuildNotifications } from '../build-notifications.ts';
import type { Log } from '../log.ts';
import type { Consumer } from '../queue.ts';
import { parseBuildNotification } from './parse-build-notification.ts';
import { pullMessages } from './pubsub-consumer.ts';
import { ANSWER_WITHIN_MS, type GoogleQuestion, readGoogle } from './read-google.ts';

const MESSAGES_AT_ONCE = 100;

interface CloudBuildNotificationsOptions {
  /** The full name: `projects/<project>/subscriptions/<name>`. Its topic is the topic `cloud-builds` of the project. */
  readonly subscription: string;
  /** The full names of the services in Cloud Run, by their names in Tipoff. */
  readonly services: ReadonlyMap<string, string>;
  readonly log: Log;
  readonly withinMs?: number;
  readonly emulator?: { readonly host: string; readonly port: number };
}

/** The messages of Cloud Build in a Pub/Sub subscription. */
export function cloudBuildNotifications(options: CloudBuildNotificationsOptions): BuildNotifications {
  const { subscription: name, services, log, withinMs = ANSWER_WITHIN_MS, emulator } = options;
  const [, projectId = ''] = name.split('/');
  const pubsub = new PubSub({
    projectId,
    ...(emulator === undefined ? {} : { apiEndpoint: `${emulator.host}:${emulator.port}`, emulatorMode: true }),
  });
  const consumers = new Set<Consumer>();
  return {
    name,
    check: () =>
      readGoogle(questionOf(name, withinMs), async () => {
        await pubsub.subscription(name).getMetadata({ timeout: withinMs });
        return 'readable' as const;
      }),
    consume: async (handle) => {
      const consumer = pullMessages(
        { pubsub, name },
        async (delivery) => {
          await handle(parseBuildNotification(delivery, services));
          return 'ack';
        },
        { log, maxInFlight: MESSAGES_AT_ONCE },
      );
      consumers.add(consumer);
      return consumer;
    },
    close: async () => {
      await Promise.all([...consumers].map((consumer) => consumer.stop()));
      await pubsub.close();
    },
  };
}

function questionOf(name: string, withinMs: number): GoogleQuestion {
  const ifMissing = 'Create it, or correct TIPOFF_BUILDS_SUBSCRIPTION.';
  const role = 'roles/pubsub.subscriber and the role roles/pubsub.viewer';
  return { api: 'Pub/Sub', resource: `the subscription ${name}`, role, ifMissing, withinMs };
}
