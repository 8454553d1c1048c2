import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';

const SECRET_IN_TEXT = /(tipoff_[0-9a-f]{12}_)[\w-]{8,}/g;
const TOKEN_TEXT = /^tipoff_([0-9a-f]{12})_([\w-]{43})$/;

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
});
export type Token = Readonly<z.infer<typeof Token>>;

export const TOKENS: Collection<Token> = {
  name: 'tokens',
  schema: Token,
  indexes: [['created_at'], ['session_id']],
  texts: [],
  times: ['created_at', 'expires_at', 'revoked_at'],
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

/** Splits the text of a token into id and secret; undefined for any other text. */
export function parseTokenText(bearer: string): { readonly id: string; readonly secret: string } | undefined {
  const [, id, secret] = TOKEN_TEXT.exec(bearer) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

export type TokenState = 'valid' | 'expired' | 'revoked';

/** Whether a token is valid, by the store's clock. */
export function tokenState({ revoked_at, expires_at }: Token, now: Instant): TokenState {
  if (revoked_at !== null) return 'revoked';
  return now < expires_at ? 'valid' : 'expired';
}
