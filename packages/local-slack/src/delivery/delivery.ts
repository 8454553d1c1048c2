/** Slack waits this long for an app to acknowledge a payload. */
export const ACK_WITHIN_MS = 3_000;

type EnvelopeKind = 'slash_commands' | 'interactive' | 'events_api';

export interface Envelope {
  readonly kind: EnvelopeKind;
  readonly payload: Readonly<Record<string, unknown>>;
  /** The number of this retry and its reason. It is absent at the first delivery of an event. */
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

/** The reason for a retry, which Slack sends to the app. `none` means that the app declined retries. */
type RetryReason = 'timeout' | 'http_timeout' | 'http_error' | 'connection_failed' | 'none';

/** Delivers one envelope to the app. Never throws; takes at most 3 seconds. */
export type Deliver = (envelope: Envelope) => Promise<Delivered>;
