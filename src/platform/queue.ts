export interface OutgoingMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Delivery extends OutgoingMessage {
  /** The same at every delivery of one message. */
  readonly messageId: string;
  /** 1 at the first delivery. */
  readonly attempt: number;
}

/** `ack`: never deliver it again. `retry`: deliver it again after a pause. A handler that throws means `retry`. */
export type DeliveryAnswer = 'ack' | 'retry';

export type Handler = (delivery: Delivery) => Promise<DeliveryAnswer>;

export interface Consumer {
  /** No delivery starts after this resolves, and those in flight have been answered. */
  stop(): Promise<void>;
}

/**
 * Carries requests to workers, at least once and in no order. It holds no truth: a message that is lost with its process is
 * published again by whoever finds the work undone.
 */
export interface Queue {
  /** Resolves when the queue has taken every message; throws `Unavailable` when it could not take some of them. */
  publish(messages: readonly OutgoingMessage[]): Promise<void>;

  /** Delivers messages to `handler`, many at a time. A message not acknowledged within `maxDeliveries` becomes a dead letter. */
  consume(handler: Handler): Promise<Consumer>;

  /** Delivers the messages nobody could answer. */
  consumeDeadLetters(handler: Handler): Promise<Consumer>;

  /** How often one message is delivered before it becomes a dead letter. */
  readonly maxDeliveries: number;

  close(): Promise<void>;
}
