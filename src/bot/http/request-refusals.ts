import type { HttpProblem } from './problem-details.ts';

const SINGLE_HEADERS = [
  'host',
  'origin',
  'authorization',
  'content-type',
  'content-encoding',
  'idempotency-key',
] as const;
const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/** The parts of a request that are checked before its body is read. */
export interface RequestFacts {
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
}

export interface Refusal {
  readonly status: 400 | 401 | 403 | 415;
  readonly code: string;
  readonly message: string;
}

/**
 * Refuses requests that do not name this server by a loopback name (as after DNS rebinding) or that come from another
 * origin. This check runs before the check of the token, so that a foreign page learns nothing about tokens. Returns
 * undefined for an accepted request.
 */
export function foreignRefusal(facts: Pick<RequestFacts, 'host' | 'origin'>, port: number): Refusal | undefined {
  const hosts = hostsAt(port);
  if (facts.host === undefined || !hosts.includes(facts.host.toLowerCase())) {
    return { status: 403, code: 'foreign_host', message: `This server only answers at ${hosts.join(', ')}.` };
  }
  if (facts.origin !== undefined && !hosts.some((host) => facts.origin === `http://${host}`)) {
    return { status: 403, code: 'foreign_origin', message: 'Cross-origin requests are not allowed.' };
  }
  return undefined;
}

/**
 * Refuses repeated security headers, because a proxy may have checked a different copy than this server reads. Also
 * refuses a request without a `Host` header, which HTTP/1.1 requires (RFC 9112 3.2).
 */
export function headerRefusal(
  given: Readonly<Record<string, readonly string[] | undefined>>,
  httpVersion: string,
): Refusal | undefined {
  const repeated = SINGLE_HEADERS.find((name) => (given[name]?.length ?? 0) > 1);
  if (repeated !== undefined) {
    return { status: 400, code: 'repeated_header', message: `Send the header ${repeated} only once.` };
  }
  if (given['host'] !== undefined || httpVersion !== '1.1') return undefined;
  return { status: 400, code: 'no_host', message: 'Send the header `Host`.' };
}

/** Accepts only JSON, because HTML forms can send other types across origins without a preflight request. */
export function formatRefusal(facts: RequestFacts): Refusal | undefined {
  if (facts.method !== 'POST' || isJson(facts)) return undefined;
  return { status: 415, code: 'json_required', message: 'Send the input as plain `Content-Type: application/json`.' };
}

/** Returns the host names that this server accepts in the `Host` header. */
export function hostsAt(port: number): readonly string[] {
  return LOOPBACK_NAMES.map((name) => `${name}:${port}`);
}

/** Converts the refusal of a request to Problem Details. */
export function detailsOfRefusal({ status, code, message }: Refusal): HttpProblem {
  return { type: 'about:blank', title: 'Refused', status, detail: message, code };
}

function isJson({ contentType, contentEncoding }: RequestFacts): boolean {
  return (
    contentEncoding === undefined && /^application\/json(?:\s*;\s*charset=(?:utf-8|"utf-8"))?$/i.test(contentType ?? '')
  );
}
