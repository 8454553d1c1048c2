import { timingSafeEqual } from 'node:crypto';
import type { Actor } from '../../coordination/identity/actor.ts';
import { parseTokenText, type Token, tokenRef, tokenState } from '../../coordination/tokens/token.ts';
import type { App } from '../app.ts';

export type Authenticated =
  | { readonly type: 'actor'; readonly actor: Actor }
  | {
      readonly type: 'refused';
      readonly because: 'unknown' | 'expired' | 'revoked';
      /** The session of an expired or revoked agent token. Only a caller who sent the right secret gets this answer. */
      readonly whose?: Whose;
    }
  | UndecidedToken;

/** The refusal of an agent token that the person behind the agent has not confirmed yet, or has declined. */
export interface UndecidedToken {
  readonly type: 'refused';
  readonly because: 'pending' | 'declined';
  readonly token: Pick<Token, 'token_id' | 'acts_for'>;
}

type Whose = Pick<Token, 'session_id' | 'acts_for'>;

/**
 * Finds the actor that a bearer token stands for. Secrets are compared as digests and in constant time, and a wrong secret reveals nothing
 * about the token. The store's clock decides whether the token has expired.
 */
export async function authenticate(
  { store, audit }: Pick<App, 'store' | 'audit'>,
  bearer: string,
): Promise<Authenticated> {
  const sent = parseTokenText(bearer);
  const token = sent === undefined ? undefined : (await store.get(tokenRef(sent.id)))?.data;
  if (sent === undefined || token === undefined || !isEqual(audit.digest(sent.secret), token.secret_hash)) {
    return { type: 'refused', because: 'unknown' };
  }
  const state = tokenState(token, await store.now());
  if (state === 'valid') return { type: 'actor', actor: actorOf(token) };
  const { token_id, session_id, acts_for } = token;
  if (state === 'pending' || state === 'declined') {
    return { type: 'refused', because: state, token: { token_id, acts_for } };
  }
  return { type: 'refused', because: state, whose: { session_id, acts_for } };
}

function actorOf({ name, session_id, acts_for, scope }: Token): Actor {
  return { kind: 'agent', name, session: session_id, actsFor: acts_for, scope };
}

/** Both arguments are digests of the same length, as the constant-time comparison requires. */
function isEqual(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
