import type { HttpProblem } from './problem-details.ts';

const SAID_ONCE = ['host', 'origin', 'authorization', 'content-type', 'content-encoding', 'idempotency-key'] as const;
const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/** What the guard looks at, before a byte of the body is read. */
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
 * A request is welcome that addresses this door by a loopback name (a page whose name was rebound to 127.0.0.1 carries its own name) and
 * that no foreign page sent. Looked at before the token, so that a foreign page learns nothing about tokens. Undefined means welcome.
 */
export function foreignRefusal(facts: Pick<RequestFacts, 'host' | 'origin'>, port: number): Refusal | undefined {
  const hosts = hostsAt(port);
  if (facts.host === undefined || !hosts.includes(facts.host.toLowerCase())) {
    return { status: 403, code: 'foreign_host', message: `This door is addressed as ${hosts.join(', ')} only.` };
  }
  if (facts.origin !== undefined && !hosts.some((host) => facts.origin === `http://${host}`)) {
    return { status: 403, code: 'foreign_origin', message: 'Pages of other sites may not ask here.' };
  }
  return undefined;
}

/**
 * What decides who may ask is said once: of several, programs on the way may have looked at another one than this door. A request of
 * HTTP/1.1 names its host (RFC 9112 3.2).
 */
export function headerRefusal(
  given: Readonly<Record<string, readonly string[] | undefined>>,
  httpVersion: string,
): Refusal | undefined {
  const repeated = SAID_ONCE.find((name) => (given[name]?.length ?? 0) > 1);
  if (repeated !== undefined) {
    return { status: 400, code: 'repeated_header', message: `Send the header ${repeated} once.` };
  }
  if (given['host'] !== undefined || httpVersion !== '1.1') return undefined;
  return { status: 400, code: 'no_host', message: 'Send the header host.' };
}

/** What is sent is JSON: a form of a page can send other types without asking. */
export function formatRefusal(facts: RequestFacts): Refusal | undefined {
  if (facts.method !== 'POST' || isJson(facts)) return undefined;
  return { status: 415, code: 'json_required', message: 'Send the input as plain `Content-Type: application/json`.' };
}

/** The names by which this door is addressed. */
export function hostsAt(port: number): readonly string[] {
  return LOOPBACK_NAMES.map((name) => `${name}:${port}`);
}

/** A refusal as Problem Details. */
export function detailsOfRefusal({ status, code, message }: Refusal): HttpProblem {
  return { type: 'about:blank', title: 'Refused', status, detail: message, code };
}

function isJson({ contentType, contentEncoding }: RequestFacts): boolean {
  return (
    contentEncoding === undefined && /^application\/json(?:\s*;\s*charset=(?:utf-8|"utf-8"))?$/i.test(contentType ?? '')
  );
}
