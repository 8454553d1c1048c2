import * as z from 'zod';
import { TOKENS, TokenState, tokenState } from '../../coordination/tokens/token.ts';
import { Instant } from '../../platform/instant.ts';
import { UserText } from '../../platform/user-text.ts';
import { operation } from '../kit/operation.ts';

const AT_MOST = 50;

export const listTokens = operation({
  name: 'token list',
  summary: 'List the newest agent tokens.',
  input: z.strictObject({}),
  output: z.object({
    tokens: z.array(
      z.object({
        token_id: z.string(),
        agent: UserText,
        for: UserText,
        session_id: z.string(),
        scope: z.enum(['read', 'write']),
        state: TokenState,
        expires_at: Instant,
        created_by: UserText,
      }),
    ),
  }),
  positionals: [],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run({ store }) {
    const [found, now] = await Promise.all([
      store.query({ collection: TOKENS }, { orderBy: ['created_at', 'desc'], limit: AT_MOST }),
      store.now(),
    ]);
    const tokens = found.map(({ data }) => ({
      token_id: data.token_id,
      agent: data.name,
      for: data.acts_for,
      session_id: data.session_id,
      scope: data.scope,
      state: tokenState(data, now),
      expires_at: data.expires_at,
      created_by: data.created_by,
    }));
    const valid = tokens.filter(({ state }) => state === 'valid').length;
    const among = tokens.length < AT_MOST ? '' : ` of the newest ${AT_MOST} shown`;
    const message = `${valid === 1 ? 'One token is' : `${valid} tokens are`} valid${among}.`;
    return { decision: 'done', code: tokens.length === 0 ? 'none' : 'ok', message, data: { tokens }, next: [] };
  },
});
