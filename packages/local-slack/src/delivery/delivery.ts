/** The time Slack gives an app to acknowledge. */
export const ACK_WITHIN_MS = 3_000;

type EnvelopeKind = 'slash_commands' | 'interactive' | 'events_api';

export interface Envelope {
  readonly kind: EnvelopeKind;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Only for a retried event. */
  readonly retry?: { readonly attempt: number; readonly reason: string };
}

/** The result of one delivery. `payload` is the app's answer, or `{}` if it is empty. */
export type Delivered =
  | { readonly kind: 'acknowledged'; readonly payload: unknown }
  | { readonly kind: 'failed'; readonly error: DeliveryError; readonly retryReason: RetryReason };

/** Slack's codes: the app is not connected, it did not answer within 3 seconds, or it answered with an error. */
export type DeliveryError = 'dispatch_failed' | 'operation_timeout' | 'http_error';

/** Slack's reason for a retry. `none` if the app has declined retries. */
type RetryReason = 'timeout' | 'http_timeout' | 'http_error' | 'connection_failed' | 'none';

/** Delivers one envelope to the app. Never throws; takes at most 3 seconds. */
export type Deliver = (envelope: Envelope) => Promise<Delivered>;
