import type { Delivery } from './queue.ts';
import type { TrustedCaller } from './trusted-caller.ts';

/** The answer to a pushed delivery. `because` says as a sentence why the delivery has to be repeated. */
export type PushAnswer = { readonly type: 'ack' } | { readonly type: 'retry'; readonly because: string };

/** Accepts the messages that a queue pushes over HTTP instead of waiting for workers that pull them. */
export interface PushEndpoint {
  /** The only caller whose messages are accepted. */
  readonly caller: TrustedCaller;
  /** Gives a delivery to the consumer of the queue. Never throws. */
  deliver(delivery: Delivery): Promise<PushAnswer>;
}
