import * as z from 'zod';
import { nameOf } from '../../coordination/identity/actor.ts';
import { revokeToken } from '../../coordination/tokens/revoke-token.ts';
import { printable } from '../input/printable.ts';
import { text } from '../input/text.ts';
import { operation } from '../operation.ts';
import { trailOfCall } from '../trail.ts';

const WORKS = '`tipoff token list` shows the ids';

export const revokeAgentToken = operation({
  name: 'token revoke',
  summary: 'End a token for good: the agent that has it can ask for nothing more with it.',
  input: z.strictObject({
    token_id: text({ what: 'the id of a token', maxLength: 100, works: WORKS })
      .refine((value) => /^[\w-]+$/.test(value), {
        error: ({ input }) => `${printable(input)} is not the id of a token; ${WORKS}`,
      })
      .describe('the id of the token, not the token itself'),
  }),
  positionals: ['token_id'],
  effect: 'grant',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input, actor, request }) {
    const revoked = await revokeToken(app.store, input.token_id, trailOfCall(app, { actor, request }));
    if (revoked.type === 'unknown') {
      const message = `There is no token ${printable(input.token_id)}; ${WORKS}.`;
      return { decision: 'refused', code: 'unknown_token', message, data: null, next: [] };
    }
    const { name, acts_for: actsFor, token_id, session_id } = revoked.token;
    const whose = nameOf({ name, actsFor });
    const message = `The token of ${whose} ${revoked.type === 'revoked' ? 'counts for nothing from now on' : 'was revoked before'}.`;
    const next = [{ operation: 'session end', arguments: { session: session_id }, why: 'End what it began, too.' }];
    return { decision: 'done', code: 'ok', message, data: { token_id, session_id }, next };
  },
});
