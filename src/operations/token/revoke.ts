import * as z from 'zod';
import { nameOf } from '../../coordination/identity/actor.ts';
import { orphanSession } from '../../coordination/sessions/orphan-session.ts';
import { loadHoldings } from '../../coordination/sessions/read-holdings.ts';
import { Holding } from '../../coordination/sessions/session-card.ts';
import { countWritingTokens } from '../../coordination/tokens/count-writing-tokens.ts';
import { revokeToken } from '../../coordination/tokens/revoke-token.ts';
import { quoteInput } from '../kit/input/printable.ts';
import { text } from '../kit/input/text.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { auditContextOfCall } from '../kit/trail.ts';
import { holdingsText } from '../session/holdings-text.ts';

const WORKS = '`tipoff token list` shows the ids';

const TokenRevokeInput = z.strictObject({
  token_id: text({ what: 'the id of a token', maxLength: 100, works: WORKS })
    .refine((value) => /^[\w-]+$/.test(value), {
      error: ({ input }) => `${quoteInput(input)} is not the id of a token; ${WORKS}`,
    })
    .describe('the id of the token, not the token itself'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'token revoke': typeof TokenRevokeInput;
  }
}

export const revokeAgentToken = operation({
  name: 'token revoke',
  summary: 'End a token for good: the agent that has it can ask for nothing more with it.',
  input: TokenRevokeInput,
  output: z.object({
    token_id: z.string(),
    session_id: z.string(),
    holds: z.array(Holding),
    /** How many other tokens may still write for the session. */
    other_tokens: z.number(),
  }),
  positionals: ['token_id'],
  effect: 'grant',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input, actor, request }) {
    const trail = auditContextOfCall(app, { actor, request });
    const revoked = await revokeToken(app.store, input.token_id, trail);
    if (revoked.type === 'unknown') {
      const message = `There is no token ${quoteInput(input.token_id)}; ${WORKS}.`;
      return { decision: 'refused', code: 'unknown_token', message, data: null, next: [] };
    }
    const { name, acts_for: actsFor, token_id, session_id } = revoked.token;
    const [holds, other_tokens] = await Promise.all([
      loadHoldings(app, session_id),
      countWritingTokens(app.store, session_id),
    ]);
    if (other_tokens === 0) await orphanSession(app.store, session_id, trail);
    const whose = nameOf({ name, actsFor });
    const message = `The token of ${whose} ${revoked.type === 'revoked' ? 'counts for nothing from now on' : 'was revoked before'}.${leftText({ session: session_id, holds, others: other_tokens })}`;
    const end = nextStep('session end', { session: session_id }, { why: 'End what it began, too.' });
    const again = nextStep(
      'token create',
      { session: session_id, for: `@${actsFor}` },
      { why: 'Let it go on with another token, and keep what it holds.' },
    );
    const next = holds.length > 0 && other_tokens === 0 ? [end, again] : [end];
    return { decision: 'done', code: 'ok', message, data: { token_id, session_id, holds, other_tokens }, next };
  },
});

interface Left {
  readonly session: string;
  readonly holds: readonly Holding[];
  /** How many other tokens may still write for the session. */
  readonly others: number;
}

/**
 * What the session keeps. It is not taken from it here: who changes a token that got about does so while its deploy runs, and goes on with
 * another. Who does not is not waited for: what a session holds that nobody can act for is suspect.
 */
function leftText({ session, holds, others }: Left): string {
  if (holds.length === 0) return '';
  const kept = ` ${session} still holds ${holdingsText(holds)}`;
  if (others > 0) return `${kept}, and ${others === 1 ? 'one other token acts' : `${others} other tokens act`} for it.`;
  return `${kept}, and no other token can act for it. Make it another token, or end it; until then anybody may take over its locks.`;
}
