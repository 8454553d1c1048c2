export interface OutgoingMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Delivery extends OutgoingMessage {
  /** The same for every delivery of one message. */
  readonly messageId: string;
  /** 1 for the first delivery. */
  readonly attempt: number;
}

/** `ack`: the message is done. `retry`: deliver it again after a pause. A handler that throws means `retry`. */
export type DeliveryAnswer = 'ack' | 'retry';

export type Handler = (delivery: Delivery) => Promise<DeliveryAnswer>;

export interface Consumer {
  /** Stops new deliveries. Resolves after the handler has answered those in flight. */
  stop(): Promise<void>;
}

/**
 * Carries requests to workers, at least once and in any order. The queue is not the source of truth: a message can be lost with its
 * process, so the publisher publishes again what the document store still lists as requested.
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
