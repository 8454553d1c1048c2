/** Slack's time for an app to acknowledge. */
export const ACK_WITHIN_MS = 3_000;

type EnvelopeKind = 'slash_commands' | 'interactive' | 'events_api';

export interface Envelope {
  readonly kind: EnvelopeKind;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Of an event that comes again. */
  readonly retry?: { readonly attempt: number; readonly reason: string };
}

/** What became of one delivery. `payload` is what the app answered, `{}` where it said nothing. */
export type Delivered =
  | { readonly kind: 'acknowledged'; readonly payload: unknown }
  | { readonly kind: 'failed'; readonly error: DeliveryError; readonly retryReason: RetryReason };

/** Slack's words: nobody listens, or nobody answered within 3 seconds, or the answer was an error. */
export type DeliveryError = 'dispatch_failed' | 'operation_timeout' | 'http_error';

/** What Slack says with an event that comes again; `none` where the app does not want it again. */
type RetryReason = 'timeout' | 'http_timeout' | 'http_error' | 'connection_failed' | 'none';

/** One way to the app. Never throws; takes at most 3 seconds. */
export type Deliver = (envelope: Envelope) => Promise<Delivered>;
