import * as z from 'zod';
import { nameOf } from '../../coordination/identity/actor.ts';
import { decideToken } from '../../coordination/tokens/decide-token.ts';
import { type Token, TokenState } from '../../coordination/tokens/token.ts';
import { UserText } from '../../platform/user-text.ts';
import type { App } from '../app.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { TokenId, unknownTokenText } from '../kit/input/token-id.ts';
import { nextStep } from '../kit/next-step.ts';
import type { AnsweredOutcome, OperationCall, Outcome, RefusedOutcome } from '../kit/operation.ts';

export const TokenDecisionInput = z.strictObject({ token_id: TokenId });

export const DecidedToken = z.object({
  token_id: z.string(),
  agent: UserText,
  for: UserText,
  session_id: z.string(),
  state: TokenState,
});
type DecidedToken = Readonly<z.infer<typeof DecidedToken>>;

/** Confirms or declines a token for the caller, who must be the person behind its agent. */
export async function decideRequest(
  app: App,
  { input, actor, request }: OperationCall<z.infer<typeof TokenDecisionInput>>,
  decision: NonNullable<Token['decision']>,
): Promise<Outcome<DecidedToken, never>> {
  const auditContext = auditContextOfCall(app, { actor, request });
  const decided = await decideToken(app, { tokenId: input.token_id, decision, by: actor }, auditContext);
  switch (decided.type) {
    case 'unknown':
      return refused('unknown_token', unknownTokenText(input.token_id));
    case 'not-theirs':
      return refused(
        'not_allowed',
        `Only @${decided.token.acts_for} can confirm or decline the token of ${agentOf(decided.token)}.`,
      );
    case 'not-pending':
      return refused('not_pending', notPendingText(decided.state, decided.token));
    case 'decided':
      return decidedOutcome(decided.token);
  }
}

function decidedOutcome(token: Token): AnsweredOutcome<DecidedToken> {
  const { token_id, name, acts_for, session_id, decision, expires_at } = token;
  const data = { token_id, agent: name, for: acts_for, session_id };
  if (decision === 'declined') {
    const message = `You declined the token of ${agentOf(token)}. The token will never work.`;
    return { decision: 'done', code: 'ok', message, data: { ...data, state: 'declined' }, next: [] };
  }
  const message = `You confirmed the token of ${agentOf(token)}. It is valid until ${expires_at.slice(0, 16)}Z.`;
  const revoke = nextStep('token revoke', { token_id }, { why: 'Revoke the token before it expires.' });
  return { decision: 'done', code: 'ok', message, data: { ...data, state: 'valid' }, next: [revoke] };
}

function agentOf({ name, acts_for }: Token): string {
  return nameOf({ name, actsFor: acts_for });
}

function notPendingText(state: TokenState, { acts_for: actsFor, to_confirm: rights }: Token): string {
  switch (state) {
    case 'valid':
      return rights.length === 0
        ? 'This token is valid and needs no confirmation.'
        : `@${actsFor} has already confirmed this token. \`tipoff token revoke\` makes it invalid.`;
    case 'declined':
      return `@${actsFor} has already declined this token.`;
    case 'expired':
      return 'This token has expired. A person can create another one: `tipoff token create`.';
    case 'revoked':
      return 'This token was revoked.';
    case 'pending':
      return `This token does not work before @${actsFor} confirms it.`;
  }
}

function refused(code: string, message: string): RefusedOutcome {
  return { decision: 'refused', code, message, data: null, next: [] };
}
