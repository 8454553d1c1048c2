import { createHmac } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { ACK_WITHIN_MS, type Deliver, type Delivered, type Envelope } from './delivery.ts';

const MS_PER_SECOND = 1_000;
const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

export interface SignedHttpSettings {
  readonly requestUrl: string;
  readonly signingSecret: string;
  readonly clock: Clock;
  readonly copies: () => number;
}

/**
 * Delivers payloads to a request URL as Slack does, signed with `v0=HMAC-SHA256(v0:timestamp:body)`. The HTTP response
 * is the app's acknowledgement.
 */
export function signedHttp(settings: SignedHttpSettings): Deliver {
  return async (envelope) => {
    const copies = Array.from({ length: settings.copies() }, () => deliverOnce(settings, envelope));
    return await Promise.race(copies);
  };
}

async function deliverOnce(settings: SignedHttpSettings, envelope: Envelope): Promise<Delivered> {
  const abort = new AbortController();
  const cancel = settings.clock.after(ACK_WITHIN_MS, () => abort.abort());
  try {
    const body = bodyOf(envelope);
    const response = await fetch(settings.requestUrl, {
      method: 'POST',
      body,
      headers: { ...signature(settings, body), ...headersOf(envelope) },
      redirect: 'manual',
      signal: abort.signal,
    });
    const text = await response.text();
    if (response.ok) return { kind: 'acknowledged', payload: payloadOf(response, text) };
    const isUnwanted = response.headers.get('x-slack-no-retry') === '1';
    return { kind: 'failed', error: 'http_error', retryReason: isUnwanted ? 'none' : 'http_error' };
  } catch {
    if (abort.signal.aborted) return { kind: 'failed', error: 'operation_timeout', retryReason: 'http_timeout' };
    return { kind: 'failed', error: 'dispatch_failed', retryReason: 'connection_failed' };
  } finally {
    cancel();
  }
}

function signature({ clock, signingSecret }: SignedHttpSettings, body: string): Record<string, string> {
  const seconds = Math.floor(clock.now() / MS_PER_SECOND);
  const digest = createHmac('sha256', signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(seconds), 'x-slack-signature': `v0=${digest}` };
}

function headersOf({ kind, retry }: Envelope): Record<string, string> {
  return {
    'content-type': kind === 'events_api' ? JSON_TYPE : FORM_TYPE,
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    ...(retry === undefined
      ? {}
      : { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason }),
  };
}

function bodyOf({ kind, payload }: Envelope): string {
  if (kind === 'events_api') return JSON.stringify(payload);
  if (kind === 'interactive') return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const form = new URLSearchParams();
  for (const [key, value] of Object.entries(payload)) form.set(key, String(value));
  return form.toString();
}

/** Slack allows an app to answer a slash command with plain text. */
function payloadOf(response: Response, text: string): unknown {
  if (text === '') return {};
  const isJson = response.headers.get('content-type')?.startsWith(JSON_TYPE) ?? false;
  return isJson ? JSON.parse(text) : { text };
}
