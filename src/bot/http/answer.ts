import type { ServerResponse } from 'node:http';
import { PROBLEM_TYPE, type ProblemDetails } from './problem-details.ts';

export const STREAM_TYPE = 'application/x-ndjson';

const ALWAYS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** One JSON answer. */
export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { ...ALWAYS, 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** A failure; within a stream that has begun, its last line. */
export function answerDetails(response: ServerResponse, details: ProblemDetails): void {
  if (response.headersSent) {
    response.end(`${JSON.stringify({ problem: details })}\n`);
    return;
  }
  const extra = {
    ...(details.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    ...(details.status === 405 ? { allow: 'POST' } : {}),
  };
  response
    .writeHead(details.status, { ...ALWAYS, ...extra, 'content-type': PROBLEM_TYPE, connection: 'close' })
    .end(JSON.stringify(details));
}

/** Lines of JSON as they come. */
export function openStream(response: ServerResponse): (line: unknown) => void {
  response.writeHead(200, { ...ALWAYS, 'content-type': STREAM_TYPE }).flushHeaders();
  return (line) => {
    response.write(`${JSON.stringify(line)}\n`);
  };
}
