import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';

const SECRET_IN_TEXT = /(tipoff_[0-9a-f]{12}_)[\w-]{8,}/g;
const TOKEN_TEXT = /^tipoff_([0-9a-f]{12})_([\w-]{43})$/;

/**
 * A right that the person behind an agent has and the creator of its token lacks.
 * - `approve` and `take-over`: the person has that role.
 * - `session`: the token continues a session of the person, with the locks that the session holds.
 */
export const TokenRight = z.enum(['approve', 'take-over', 'session']);
export type TokenRight = z.infer<typeof TokenRight>;

/** The right of an agent to act as a session, for a person. The secret itself is stored nowhere. */
const Token = z.object({
  token_id: z.string(),
  /** SHA-256 of the secret, in hex. */
  secret_hash: z.string(),
  session_id: z.string(),
  /** The agent's name. */
  name: z.string(),
  acts_for: z.string(),
  scope: z.enum(['read', 'write']),
  created_by: z.string(),
  created_at: Instant,
  expires_at: Instant,
  revoked_at: Instant.nullable(),
  /**
   * The rights that the person has to confirm before the token is valid. The list is empty in documents of earlier
   * releases.
   */
  to_confirm: z.array(TokenRight).default([]),
  /** The decision of the person; null before the person decides. */
  decision: z.enum(['confirmed', 'declined']).nullable().default(null),
  decided_at: Instant.nullable().default(null),
});
export type Token = Readonly<z.infer<typeof Token>>;

export const TOKENS: Collection<Token> = {
  name: 'tokens',
  schema: Token,
  indexes: [['created_at'], ['session_id']],
  texts: [],
  times: ['created_at', 'expires_at', 'revoked_at', 'decided_at'],
};

export function tokenRef(tokenId: string): DocumentRef<Token> {
  return { collection: TOKENS, id: tokenId };
}

/** The token as an agent sends it: `id` is 12 hex digits, and `secret` is 43 characters of base64url. */
export function tokenText({ id, secret }: { readonly id: string; readonly secret: string }): string {
  return `tipoff_${id}_${secret}`;
}

/** Removes the secret part of every token from a text. The token ids stay. */
export function withoutSecrets(text: string): string {
  return text.replaceAll(SECRET_IN_TEXT, '$1…');
}

/** Splits the text of an agent token into id and secret; undefined for any other text. */
export function parseTokenText(bearer: string): { readonly id: string; readonly secret: string } | undefined {
  const [, id, secret] = TOKEN_TEXT.exec(bearer) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/** A token works only while it is `valid`. `pending` means that its person has not confirmed it yet. */
export const TokenState = z.enum(['valid', 'pending', 'declined', 'expired', 'revoked']);
export type TokenState = z.infer<typeof TokenState>;

/** Returns the state of an agent token by the store's clock. */
export function tokenState({ revoked_at, expires_at, to_confirm, decision }: Token, now: Instant): TokenState {
  if (revoked_at !== null) return 'revoked';
  if (decision === 'declined') return 'declined';
  if (now >= expires_at) return 'expired';
  return to_confirm.length > 0 && decision === null ? 'pending' : 'valid';
}
