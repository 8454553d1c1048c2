/** Slack waits this many milliseconds for an app to acknowledge a payload. */
export const ACK_WITHIN_MS = 3_000;

type EnvelopeKind = 'slash_commands' | 'interactive' | 'events_api';

export interface Envelope {
  readonly kind: EnvelopeKind;
  readonly payload: Readonly<Record<string, unknown>>;
  /** The number and the reason of a retried delivery. The first delivery of an event has neither. */
  readonly retry?: { readonly attempt: number; readonly reason: string };
}

/**
 * The result of one delivery to the app. `payload` is the body of the acknowledgement, or `{}` if the body is empty.
 */
export type Delivered =
  | { readonly kind: 'acknowledged'; readonly payload: unknown }
  | { readonly kind: 'failed'; readonly error: DeliveryError; readonly retryReason: RetryReason };

/**
 * Slack's error codes for an app that is not connected, that did not answer within 3 seconds, or that answered with an
 * error.
 */
export type DeliveryError = 'dispatch_failed' | 'operation_timeout' | 'http_error';

/**
 * The reason that Slack gives the app when it retries an event. `none` means that Slack sends no retry, because the app
 * declined retries.
 */
type RetryReason = 'timeout' | 'http_timeout' | 'http_error' | 'connection_failed' | 'none';

/** Delivers one envelope to the app. Never throws; takes at most 3 seconds. */
export type Deliver = (envelope: Envelope) => Promise<Delivered>;
