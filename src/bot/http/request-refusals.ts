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

/** The host names at which a server answers. */
export interface Site {
  /** In small letters, with the port unless it is the default one. */
  readonly hosts: readonly string[];
  /** The schemes of the origins whose pages may call the server. */
  readonly schemes: readonly ('http' | 'https')[];
}

/**
 * Refuses requests that name another host than this server (as after DNS rebinding) or that come from another origin. This check runs before the check of the token, so that a foreign page learns nothing about tokens. Returns
 * undefined for an accepted request.
 */
export function foreignRefusal(
  facts: Pick<RequestFacts, 'host' | 'origin'>,
  { hosts, schemes }: Site,
): Refusal | undefined {
  if (facts.host === undefined || !hosts.includes(facts.host.toLowerCase())) {
    return { status: 403, code: 'foreign_host', message: `This server only answers at ${hosts.join(', ')}.` };
  }
  if (
    facts.origin !== undefined &&
    !hosts.some((host) => schemes.some((scheme) => facts.origin === `${scheme}://${host}`))
  ) {
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

/** The site of a server that only programs on this machine can reach. */
export function loopbackSite(port: number): Site {
  return { hosts: LOOPBACK_NAMES.map((name) => `${name}:${port}`), schemes: ['http'] };
}

/** The site of a server in the cloud. A proxy in front of it ends TLS. */
export function cloudSite(port: number, hosts: readonly string[]): Site {
  return { hosts: [...hosts, ...loopbackSite(port).hosts], schemes: ['https', 'http'] };
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
