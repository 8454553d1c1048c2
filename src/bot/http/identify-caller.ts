import { createHash, timingSafeEqual } from 'node:crypto';
import type { Actor } from '../../coordination/identity/actor.ts';
import type { Authenticated, UndecidedToken } from '../../operations/kit/authenticate.ts';
import type { Refusal } from './request-refusals.ts';

const BEARER = /^Bearer ([\w-]{1,200})$/i;
const TOKEN_NEEDED =
  'Send `Authorization: Bearer` with the token in server.json in the data folder, or with one from `tipoff token create`.';
const FAULTS = {
  unknown: 'This token is unknown.',
  expired: 'This token has expired.',
  revoked: 'This token was revoked.',
} as const;

export interface KnownCallers {
  /** The token in server.json. Only the user who runs this process can read that file. */
  readonly token: string;
  /** The person whom the token in server.json identifies. */
  readonly person: Actor;
  /** Finds the actor of an agent token. The token in server.json is checked separately. */
  readonly authenticate: (bearer: string) => Promise<Authenticated>;
}

/** Returns the caller that a request's bearer token identifies, or the refusal of the request. */
export async function identifyCaller(
  authorization: string | undefined,
  { token, person, authenticate }: KnownCallers,
): Promise<Actor | Refusal> {
  const given = BEARER.exec(authorization ?? '')?.[1];
  if (given === undefined) return { status: 401, code: 'token_required', message: TOKEN_NEEDED };
  if (timingSafeEqual(digest(given), digest(token))) return person;
  const authenticated = await authenticate(given);
  if (authenticated.type === 'actor') return authenticated.actor;
  return { status: 401, ...callerRefusal(authenticated) };
}

/** Builds the refusal of an invalid token. It names the command that confirms the token or creates a new one. */
export function callerRefusal(refused: Extract<Authenticated, { type: 'refused' }>): Omit<Refusal, 'status'> {
  if ('token' in refused) return undecidedRefusal(refused);
  const { because, whose } = refused;
  const remedy =
    whose === undefined
      ? 'A person can create one: `tipoff token create`.'
      : `Ask @${whose.acts_for} for a new token for this session: \`tipoff token create --session ${whose.session_id} --for @${whose.acts_for}\`.`;
  return { code: `token_${because}`, message: `${FAULTS[because]} ${remedy}` };
}

function undecidedRefusal({ because, token }: UndecidedToken): Omit<Refusal, 'status'> {
  const { token_id, acts_for } = token;
  const message =
    because === 'declined'
      ? `@${acts_for} declined this token, so it will never work.`
      : `This token does not work before @${acts_for} confirms it. Ask @${acts_for} to click Confirm on its card in the channel, or to run \`tipoff token confirm ${token_id}\`.`;
  return { code: `token_${because}`, message };
}

/**
 * Tokens are compared as digests. `timingSafeEqual` needs equal lengths, and a length check would reveal the length of
 * the token.
 */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
