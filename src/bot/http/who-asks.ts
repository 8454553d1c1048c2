import { createHash, timingSafeEqual } from 'node:crypto';
import type { Actor } from '../../coordination/identity/actor.ts';
import type { Authenticated } from '../../operations/authenticate.ts';
import type { Refusal } from './guard.ts';

const BEARER = /^Bearer ([\w-]{1,200})$/i;
const WAY_IN =
  'Send `Authorization: Bearer` with the token of server.json in the data folder, or with one of `tipoff token create`.';
/** What is said of a token that is no good. */
export const WHY_NOT = {
  unknown: {
    code: 'token_unknown',
    message: 'This token is not known here. A person makes one: `tipoff token create`.',
  },
  expired: {
    code: 'token_expired',
    message: 'This token has expired. A person makes a new one: `tipoff token create`.',
  },
  revoked: {
    code: 'token_revoked',
    message: 'This token was revoked. A person makes a new one: `tipoff token create`.',
  },
} as const;

export interface Entitlement {
  /** That of server.json: readable by one user of this machine only. */
  readonly token: string;
  /** Who that user is. */
  readonly person: Actor;
  /** Who has any other token. */
  readonly authenticate: (bearer: string) => Promise<Authenticated>;
}

/** Who sends a request, by its bearer token, or why nobody is known to. */
export async function whoAsks(
  authorization: string | undefined,
  { token, person, authenticate }: Entitlement,
): Promise<Actor | Refusal> {
  const given = BEARER.exec(authorization ?? '')?.[1];
  if (given === undefined) return { status: 401, code: 'token_required', message: WAY_IN };
  if (timingSafeEqual(digest(given), digest(token))) return person;
  const authenticated = await authenticate(given);
  if (authenticated.type === 'actor') return authenticated.actor;
  return { status: 401, ...WHY_NOT[authenticated.because] };
}

/** Compared as digests, because `timingSafeEqual` needs equal lengths and a length is a hint too. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
