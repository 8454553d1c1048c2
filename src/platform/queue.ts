export interface OutgoingMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Delivery extends OutgoingMessage {
  /** The message's id, which is the same for every delivery of the message. */
  readonly messageId: string;
  /** The number of this delivery of the message, starting at 1. */
  readonly attempt: number;
}

/** `ack`: the message is done. `retry`: deliver it again after a pause. A handler that throws means `retry`. */
export type DeliveryAnswer = 'ack' | 'retry';

export type Handler = (delivery: Delivery) => Promise<DeliveryAnswer>;

export interface Consumer {
  /** Stops new deliveries. Resolves after the handler has answered the deliveries in flight. */
  stop(): Promise<void>;
}

/**
 * Carries requests to workers, at least once and in any order. The queue is not the source of truth: a message can be lost with its
 * process. The publisher therefore republishes every request that the document store still lists as requested.
 */
export interface Queue {
  /**
   * Resolves when the queue has accepted every message. Throws `Unavailable` when it could not accept all of them; some may have been
   * accepted. Publishing the same messages again is safe.
   */
  publish(messages: readonly OutgoingMessage[]): Promise<void>;

  /**
   * Delivers messages to `handler`, many concurrently. A message that is not acknowledged within `maxDeliveries` deliveries becomes a dead
   * letter.
   */
  consume(handler: Handler): Promise<Consumer>;

  /** Delivers dead letters: messages that no consumer acknowledged. */
  consumeDeadLetters(handler: Handler): Promise<Consumer>;

  /** How many times a message is delivered before it becomes a dead letter. */
  readonly maxDeliveries: number;

  close(): Promise<void>;
}
