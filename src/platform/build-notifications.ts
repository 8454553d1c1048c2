import type { DeployTarget, ServiceBuild } from './deploy-target.ts';
import type { Consumer } from './queue.ts';
import type { Reading } from './reading.ts';

/** A message about a build, or one that no schema describes. `why` is a sentence for people. */
export type BuildNotification =
  | { readonly type: 'build'; readonly build: ServiceBuild }
  | { readonly type: 'unreadable'; readonly messageId: string; readonly why: string };

/**
 * The messages that a build service publishes when the state of a build changes. Each message arrives at least once, and
 * an older one may arrive after a newer one.
 */
export interface BuildNotifications {
  /** The name of the subscription for people, such as `projects/p/subscriptions/tipoff-builds`. */
  readonly name: string;
  /** Resolves to whether the subscription can be read now. */
  check(): Promise<Reading<'readable'>>;
  /** Delivers messages to `handle`. A message is acknowledged when `handle` resolves, and delivered again when it throws. */
  consume(handle: (notification: BuildNotification) => Promise<void>): Promise<Consumer>;
  close(): Promise<void>;
}

/** Where the builds come from: messages, and a list for the builds that began before somebody read the messages. */
export interface BuildFeedSource {
  readonly notifications: BuildNotifications;
  readonly listBuilds: DeployTarget['readBuilds'];
}
