export interface OutgoingMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Delivery extends OutgoingMessage {
  /** The id of a queue message, which is the same for every delivery of the message. */
  readonly messageId: string;
  /** The number of this delivery among all deliveries of the message, starting at 1. */
  readonly attempt: number;
}

/**
 * The answer of a handler to a delivery. `ack` means that the message is done. `retry` delivers it again after a pause.
 * A handler that throws also causes a retry.
 */
export type DeliveryAnswer = 'ack' | 'retry';

export type Handler = (delivery: Delivery) => Promise<DeliveryAnswer>;

export interface Consumer {
  /** Stops new deliveries of messages. Resolves after the handler has answered the deliveries in flight. */
  stop(): Promise<void>;
}

/**
 * A queue that carries requests to workers, at least once and in any order. A message can be lost with its process. The
 * publisher therefore republishes every request that the document store still lists as requested.
 */
export interface Queue {
  /**
   * Publishes messages. Resolves when the queue has accepted every message. Throws `Unavailable` when it could not
   * accept all of them; some may have been accepted. Publishing the same messages again is safe.
   */
  publish(messages: readonly OutgoingMessage[]): Promise<void>;

  /**
   * Delivers messages to `handler`, many concurrently. A message that is not acknowledged within `maxDeliveries`
   * deliveries becomes a dead letter.
   */
  consume(handler: Handler): Promise<Consumer>;

  /** Delivers dead letters to a handler. A dead letter is a message that no consumer acknowledged. */
  consumeDeadLetters(handler: Handler): Promise<Consumer>;

  /** The number of times that the queue delivers a message before it becomes a dead letter. */
  readonly maxDeliveries: number;

  close(): Promise<void>;
}
