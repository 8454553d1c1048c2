import { createHash, timingSafeEqual } from 'node:crypto';

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/** What the guard looks at, before a byte of the body is read. */
export interface RequestFacts {
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
}

export interface Entitlement {
  readonly port: number;
  readonly token: string;
}

export interface Refusal {
  readonly status: 401 | 403 | 415;
  readonly code: string;
  readonly message: string;
}

/**
 * Who may come in: a request that addresses this door by a loopback name (a page whose name was rebound to 127.0.0.1 carries its own
 * name), that no foreign page sent, that carries the token, and whose body is JSON. In this order, so that a foreign page learns nothing
 * about tokens. Undefined means welcome.
 */
export function refusal(facts: RequestFacts, entitlement: Entitlement): Refusal | undefined {
  return foreignRefusal(facts, entitlement) ?? tokenRefusal(facts, entitlement) ?? formatRefusal(facts);
}

/** The part of `refusal` that holds for what anybody on this machine may ask. */
export function foreignRefusal(facts: RequestFacts, { port }: Pick<Entitlement, 'port'>): Refusal | undefined {
  const hosts = LOOPBACK_NAMES.map((name) => `${name}:${port}`);
  if (facts.host === undefined || !hosts.includes(facts.host.toLowerCase())) {
    return { status: 403, code: 'foreign_host', message: `This door is addressed as ${hosts.join(', ')} only.` };
  }
  if (facts.origin !== undefined && !hosts.some((host) => facts.origin === `http://${host}`)) {
    return { status: 403, code: 'foreign_origin', message: 'Pages of other sites may not ask here.' };
  }
  return undefined;
}

function tokenRefusal({ authorization }: RequestFacts, { token }: Entitlement): Refusal | undefined {
  if (carriesToken(authorization, token)) return undefined;
  const message = 'Send `Authorization: Bearer` with the token of server.json in the data folder.';
  return { status: 401, code: 'token_required', message };
}

function formatRefusal(facts: RequestFacts): Refusal | undefined {
  if (facts.method !== 'POST' || isJson(facts)) return undefined;
  return { status: 415, code: 'json_required', message: 'Send the input as plain `Content-Type: application/json`.' };
}

function carriesToken(authorization: string | undefined, token: string): boolean {
  const given = /^Bearer ([\w-]{1,200})$/i.exec(authorization ?? '')?.[1];
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
}

/** Compared as digests, because `timingSafeEqual` needs equal lengths and a length is a hint too. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function isJson({ contentType, contentEncoding }: RequestFacts): boolean {
  return contentEncoding === undefined && /^application\/json(?:\s*;\s*charset=utf-8)?$/i.test(contentType ?? '');
}
