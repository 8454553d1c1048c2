import type { ServerResponse } from 'node:http';

/**
 * The Content Security Policy allows only scripts of this server. It also forbids other sites to show the page in a
 * frame.
 */
const CONTENT_POLICY = [
  "default-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const SAFE_HEADERS = {
  'content-security-policy': CONTENT_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};

export interface Content {
  readonly status?: number;
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export function answer(response: ServerResponse, { status = 200, type, body, headers = {} }: Content): void {
  response.writeHead(status, { ...SAFE_HEADERS, 'content-type': type, ...headers });
  response.end(body);
}

export function answerJson(response: ServerResponse, value: unknown, status = 200): void {
  answer(response, { status, type: 'application/json; charset=utf-8', body: JSON.stringify(value) });
}

export function answerText(response: ServerResponse, body: string, status: number): void {
  answer(response, { status, type: 'text/plain; charset=utf-8', body });
}
