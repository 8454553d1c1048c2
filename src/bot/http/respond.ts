import type { ServerResponse } from 'node:http';
import { RETRY_AFTER_SECONDS } from '../../platform/busy.ts';
import { type HttpProblem, PROBLEM_TYPE } from './problem-details.ts';

export const STREAM_TYPE = 'application/x-ndjson';

const ALWAYS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
/**
 * A refusal with this status closes the connection. After other refusals the connection stays open, because a client
 * that is still sending its body might otherwise miss the response.
 */
const TOO_LARGE = 413;
const REALM = 'Bearer realm="tipoff"';
/**
 * The `WWW-Authenticate` challenges by error code. According to RFC 6750 3.1, the challenge for a request without a
 * token contains no error.
 */
const CHALLENGES: Readonly<Record<string, string>> = {
  token_required: REALM,
  token_unknown: `${REALM}, error="invalid_token", error_description="unknown"`,
  token_expired: `${REALM}, error="invalid_token", error_description="expired"`,
  token_revoked: `${REALM}, error="invalid_token", error_description="revoked"`,
  token_pending: `${REALM}, error="invalid_token", error_description="pending"`,
  token_declined: `${REALM}, error="invalid_token", error_description="declined"`,
  read_only_token: `${REALM}, error="insufficient_scope", scope="write"`,
  not_allowed: `${REALM}, error="insufficient_scope"`,
};

export function respondJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { ...ALWAYS, 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Says that a request was handled and that there is nothing to answer. */
export function respondNoContent(response: ServerResponse): void {
  response.writeHead(204, ALWAYS).end();
}

/** Sends a failure to the client. In a stream that has already begun, the failure is the last line. */
export function respondProblem(response: ServerResponse, details: HttpProblem): void {
  if (response.headersSent) {
    response.end(`${JSON.stringify({ problem: details })}\n`);
    return;
  }
  const challenge = CHALLENGES[details.code];
  const extra = {
    ...(challenge === undefined ? {} : { 'www-authenticate': challenge }),
    ...(details.code === 'busy' ? { 'retry-after': String(RETRY_AFTER_SECONDS) } : {}),
    ...(details.status === TOO_LARGE ? { connection: 'close' } : {}),
    ...(details.status === 405 ? { allow: details.code === 'use_get' ? 'GET, HEAD' : 'POST' } : {}),
  };
  response
    .writeHead(details.status, { ...ALWAYS, ...extra, 'content-type': PROBLEM_TYPE })
    .end(JSON.stringify(details));
}

/** Opens a response that is a stream of JSON lines. The returned function writes one line. */
export function openStream(response: ServerResponse): (line: unknown) => void {
  response.writeHead(200, { ...ALWAYS, 'content-type': STREAM_TYPE }).flushHeaders();
  return (line) => {
    response.write(`${JSON.stringify(line)}\n`);
  };
}
