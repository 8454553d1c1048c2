import * as z from 'zod';
import { nameOf } from '../../coordination/identity/actor.ts';
import { loadHoldings } from '../../coordination/sessions/load-holdings.ts';
import { orphanSession } from '../../coordination/sessions/orphan-session.ts';
import { Holding } from '../../coordination/sessions/session-card.ts';
import { countWritingTokens } from '../../coordination/tokens/count-writing-tokens.ts';
import { revokeToken } from '../../coordination/tokens/revoke-token.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { TokenId, unknownTokenText } from '../kit/input/token-id.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { holdingsText } from '../session/holdings-text.ts';

const TokenRevokeInput = z.strictObject({ token_id: TokenId });

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'token revoke': typeof TokenRevokeInput;
  }
}

export const revokeAgentToken = operation({
  name: 'token revoke',
  summary: 'Revoke an agent token permanently.',
  input: TokenRevokeInput,
  output: z.object({
    token_id: z.string(),
    session_id: z.string(),
    holds: z.array(Holding),
    /** The number of other valid tokens with write scope for the session. */
    other_tokens: z.number(),
  }),
  positionals: ['token_id'],
  effect: 'grant',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input, actor, request }) {
    const auditContext = auditContextOfCall(app, { actor, request });
    const revoked = await revokeToken(app.store, input.token_id, auditContext);
    if (revoked.type === 'unknown') {
      const message = unknownTokenText(input.token_id);
      return { decision: 'refused', code: 'unknown_token', message, data: null, next: [] };
    }
    const { name, acts_for: actsFor, token_id, session_id } = revoked.token;
    const [holds, other_tokens] = await Promise.all([
      loadHoldings(app, session_id),
      countWritingTokens(app.store, session_id),
    ]);
    if (other_tokens === 0) await orphanSession(app.store, session_id, auditContext);
    const whose = nameOf({ name, actsFor });
    const message = `The token of ${whose} ${revoked.type === 'revoked' ? 'was revoked' : 'had already been revoked'}.${holdingsSentence({ session: session_id, holds, others: other_tokens })}`;
    const end = nextStep(
      'session end',
      { session: session_id },
      { why: 'Also end the session of this token and give up what the session holds.' },
    );
    const again = nextStep(
      'token create',
      { session: session_id, for: `@${actsFor}` },
      { why: 'Create another token for the session, which then keeps what it holds.' },
    );
    const next = holds.length > 0 && other_tokens === 0 ? [end, again] : [end];
    return { decision: 'done', code: 'ok', message, data: { token_id, session_id, holds, other_tokens }, next };
  },
});

interface OrphanedHoldings {
  readonly session: string;
  readonly holds: readonly Holding[];
  /** The number of other valid tokens with write scope for the session. */
  readonly others: number;
}

/**
 * Says what the session of a revoked token still holds. Its locks stay, because people replace a leaked token during a
 * deploy and continue with another one.
 */
function holdingsSentence({ session, holds, others }: OrphanedHoldings): string {
  if (holds.length === 0) return '';
  const kept = ` ${session} still holds ${holdingsText(holds)}`;
  if (others > 0) return `${kept}. ${others === 1 ? 'One other token is' : `${others} other tokens are`} valid for it.`;
  return `${kept} and has no other valid token. Create another token or end the session; until then anyone may take over its locks.`;
}
