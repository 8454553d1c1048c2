import { createHash, timingSafeEqual } from 'node:crypto';
import type { Actor } from '../../coordination/identity/actor.ts';
import type { Authenticated } from '../../operations/kit/authenticate.ts';
import type { Refusal } from './request-refusals.ts';

const BEARER = /^Bearer ([\w-]{1,200})$/i;
const WAY_IN =
  'Send `Authorization: Bearer` with the token of server.json in the data folder, or with one of `tipoff token create`.';
const FAULTS = {
  unknown: 'This token is not known here.',
  expired: 'This token has expired.',
  revoked: 'This token was revoked.',
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
export async function identifyCaller(
  authorization: string | undefined,
  { token, person, authenticate }: Entitlement,
): Promise<Actor | Refusal> {
  const given = BEARER.exec(authorization ?? '')?.[1];
  if (given === undefined) return { status: 401, code: 'token_required', message: WAY_IN };
  if (timingSafeEqual(digest(given), digest(token))) return person;
  const authenticated = await authenticate(given);
  if (authenticated.type === 'actor') return authenticated.actor;
  return { status: 401, ...callerRefusal(authenticated) };
}

/** What is said of a token that is no good, and how its session goes on. */
export function callerRefusal({
  because,
  whose,
}: Extract<Authenticated, { type: 'refused' }>): Omit<Refusal, 'status'> {
  const wayOut =
    whose === undefined
      ? 'A person makes one: `tipoff token create`.'
      : `Ask @${whose.acts_for} for another one, with which its session goes on: \`tipoff token create --session ${whose.session_id} --for @${whose.acts_for}\`.`;
  return { code: `token_${because}`, message: `${FAULTS[because]} ${wayOut}` };
}

/** Compared as digests, because `timingSafeEqual` needs equal lengths and a length is a hint too. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
