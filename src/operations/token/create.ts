import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { nameOf } from '../../coordination/identity/actor.ts';
import { isStartedSession, newSessionId, sessionRef } from '../../coordination/sessions/session.ts';
import { startSession } from '../../coordination/sessions/start-session.ts';
import { createToken } from '../../coordination/tokens/create-token.ts';
import { type Token, TokenRight, tokenText } from '../../coordination/tokens/token.ts';
import { rightsToConfirm, type TokenGrant } from '../../coordination/tokens/token-grant-policy.ts';
import { Instant } from '../../platform/instant.ts';
import { Problem } from '../../platform/problem.ts';
import type { App } from '../app.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { durationMs, durationText } from '../kit/input/duration-text.ts';
import { PersonName, withoutAt } from '../kit/input/person-name.ts';
import { quoteInput } from '../kit/input/printable.ts';
import { SessionName } from '../kit/input/session-name.ts';
import { nextStep } from '../kit/next-step.ts';
import { type AnsweredOutcome, operation } from '../kit/operation.ts';
import { rightText } from './token-rights.ts';

const MOST_DAYS = 90;
const ID_BYTES = 6;
const SECRET_BYTES = 32;
const SAVE_TOKEN = 'Save the token in `TIPOFF_TOKEN` now; it is not shown again.';

const TokenCreateInput = z.strictObject({
  session: SessionName.describe('a name for the new session, such as claude-7; or a session id, to add a token to it'),
  for: PersonName.describe('the person the agent acts for, such as @ann'),
  scope: z
    .enum(['read', 'write'])
    .default('write')
    .describe('read: only commands that change nothing; write: also changes, except approvals'),
  for_how_long: durationText(MOST_DAYS).default('1d').describe('how long the token is valid: 8h, 1d or 30d'),
});

const CreatedToken = z.object({
  /** The secret of the new token. No other reply contains it. */
  token: z.string(),
  token_id: z.string(),
  session_id: z.string(),
  scope: z.enum(['read', 'write']),
  expires_at: Instant,
  state: z.enum(['valid', 'pending']),
  /** The rights that the person has to confirm before the token works. */
  to_confirm: z.array(TokenRight),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'token create': typeof TokenCreateInput;
  }
}

export const createAgentToken = operation({
  name: 'token create',
  summary:
    'Create a token for an agent, which acts for a person. The token is shown once. If that person has rights that you lack, they must confirm the token.',
  input: TokenCreateInput,
  output: CreatedToken,
  positionals: [],
  effect: 'grant',
  reach: 'local',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input, actor, request }) {
    const auditContext = auditContextOfCall(app, { actor, request });
    const { age, ...agent } = await agentOf(app, input.session, withoutAt(input.for));
    const { scope } = input;
    const forMs = durationMs(input.for_how_long);
    const grant = { creator: actor, actsFor: agent.actsFor, scope, session: age } as const;
    const rights = rightsToConfirm(grant, app.roles);
    // A pending token does not start its session yet. The session starts when the person confirms the token.
    if (rights.length === 0) await startSession(app, { ...agent, forMs, scope, because: 'token-issued' }, auditContext);
    const id = randomBytes(ID_BYTES).toString('hex');
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    const token = await createToken(
      app.store,
      {
        token_id: id,
        secret_hash: app.audit.digest(secret),
        session_id: agent.sessionId,
        name: agent.name,
        acts_for: agent.actsFor,
        scope,
        to_confirm: [...rights],
        createdBy: nameOf(actor),
        forMs,
      },
      auditContext,
    );
    return createdOutcome(token, tokenText({ id, secret }));
  },
});

function createdOutcome(created: Token, token: string): AnsweredOutcome<z.infer<typeof CreatedToken>> {
  const { token_id, session_id, name, acts_for, scope, expires_at, to_confirm } = created;
  const data = { token, token_id, session_id, scope, expires_at, to_confirm };
  const revoke = nextStep('token revoke', { token_id }, { why: 'Revoke the token before it expires.' });
  if (to_confirm.length > 0) {
    const why = `Confirm the token. Only @${acts_for} can do this.`;
    const next = [nextStep('token confirm', { token_id }, { why }), revoke];
    const message = `${waitsText(created)} ${SAVE_TOKEN}`;
    return { decision: 'pending', code: 'confirmation_needed', message, data: { ...data, state: 'pending' }, next };
  }
  const may = scope === 'read' ? 'read' : 'do everything except approve';
  const message = `${nameOf({ name, actsFor: acts_for })} may ${may} until ${expires_at.slice(0, 16)}Z. ${SAVE_TOKEN}`;
  return { decision: 'done', code: 'ok', message, data: { ...data, state: 'valid' }, next: [revoke] };
}

/** Says which rights the creator of the token lacks, and how the person behind the agent confirms them. */
function waitsText({ token_id, name, acts_for, session_id, to_confirm }: Token): string {
  const rights = to_confirm.map((right) => rightText(right, session_id)).join(', and to ');
  return `The token of ${nameOf({ name, actsFor: acts_for })} does not work yet. It would allow the agent to ${rights}, which you may not do. @${acts_for} has to confirm it, on the card in the channel or with \`tipoff token confirm ${token_id}\`.`;
}

interface TokenAgent {
  readonly sessionId: string;
  readonly name: string;
  readonly actsFor: string;
  readonly age: TokenGrant['session'];
}

/**
 * Returns the agent of a new token. A plain name in `session` starts a new session; the id of a session continues that
 * session.
 */
async function agentOf({ store, newId }: App, session: string, actsFor: string): Promise<TokenAgent> {
  if (!isStartedSession(session)) return { sessionId: newSessionId(newId()), name: session, actsFor, age: 'new' };
  const found = (await store.get(sessionRef(session)))?.data;
  if (found === undefined) {
    const message = `The session ${quoteInput(session)} does not exist. \`tipoff session list\` lists the sessions. To start a new one, give a plain name.`;
    throw new Problem({ code: 'unknown_session', message });
  }
  if (found.acts_for !== actsFor) {
    const message = `The session ${session} acts for @${found.acts_for}, not for @${actsFor}.`;
    throw new Problem({ code: 'other_person', message });
  }
  return { sessionId: found.session_id, name: found.name, actsFor, age: 'existing' };
}
