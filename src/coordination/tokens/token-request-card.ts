import * as z from 'zod';
import { Instant } from '../../platform/instant.ts';
import type { NewPost } from '../outbox/post.ts';
import { type Token, TokenRight, TokenState } from './token.ts';

/** The card asks a person to confirm a token. It has buttons only while the token is pending. */
export const TokenRequestCard = z.object({
  type: z.literal('token-request'),
  token_id: z.string(),
  /** The agent's name. */
  name: z.string(),
  session_id: z.string(),
  /** The person who confirms or declines the agent token, by name or Slack id. */
  acts_for: z.string(),
  rights: z.array(TokenRight),
  requested_by: z.string(),
  requested_at: Instant,
  expires_at: Instant,
  /** `valid`: the person has confirmed the agent token. */
  state: TokenState,
});
export type TokenRequestCard = Readonly<z.infer<typeof TokenRequestCard>>;

/** Creates the post of the card that asks a person to confirm a token. */
export function tokenRequestPost(token: Token, state: TokenState): NewPost {
  const { token_id, name, session_id, acts_for, to_confirm, created_by, created_at, expires_at } = token;
  const card: TokenRequestCard = {
    type: 'token-request',
    token_id,
    name,
    session_id,
    acts_for,
    rights: [...to_confirm],
    requested_by: created_by,
    requested_at: created_at,
    expires_at,
    state,
  };
  return { key: `token-${token_id}`, announcement: card };
}
