import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { nameOf } from '../../coordination/identity/actor.ts';
import { isStartedSession, newSessionId, sessionRef } from '../../coordination/sessions/session.ts';
import { startSession } from '../../coordination/sessions/start-session.ts';
import { createToken } from '../../coordination/tokens/create-token.ts';
import { tokenText } from '../../coordination/tokens/token.ts';
import { Instant } from '../../platform/instant.ts';
import { Problem } from '../../platform/problem.ts';
import type { App } from '../app.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { durationMs, durationText } from '../kit/input/duration-text.ts';
import { PersonName, withoutAt } from '../kit/input/person-name.ts';
import { quoteInput } from '../kit/input/printable.ts';
import { SessionName } from '../kit/input/session-name.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';

const MOST_DAYS = 90;
const ID_BYTES = 6;
const SECRET_BYTES = 32;

const TokenCreateInput = z.strictObject({
  session: SessionName.describe('a name for the new session, such as claude-7; or a session id, to add a token to it'),
  for: PersonName.describe('the person the agent acts for, such as @ann'),
  scope: z
    .enum(['read', 'write'])
    .default('write')
    .describe('read: only commands that change nothing; write: also changes, except approvals'),
  for_how_long: durationText(MOST_DAYS).default('1d').describe('how long the token is valid: 8h, 1d or 30d'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'token create': typeof TokenCreateInput;
  }
}

export const createAgentToken = operation({
  name: 'token create',
  summary:
    'Create a token for an agent. The agent gets its own session and acts for a person. The token is shown once.',
  input: TokenCreateInput,
  output: z.object({
    /** The secret itself; no other answer contains it. */
    token: z.string(),
    token_id: z.string(),
    session_id: z.string(),
    scope: z.enum(['read', 'write']),
    expires_at: Instant,
  }),
  positionals: [],
  effect: 'grant',
  reach: 'local',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input, actor, request }) {
    const auditContext = auditContextOfCall(app, { actor, request });
    const agent = await agentOf(app, input.session, withoutAt(input.for));
    const forMs = durationMs(input.for_how_long);
    const { session } = await startSession(app, { ...agent, forMs, scope: input.scope }, auditContext);
    const id = randomBytes(ID_BYTES).toString('hex');
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    const token = await createToken(
      app.store,
      {
        token_id: id,
        secret_hash: app.audit.digest(secret),
        session_id: session.session_id,
        name: session.name,
        acts_for: session.acts_for,
        scope: input.scope,
        createdBy: nameOf(actor),
        forMs,
      },
      auditContext,
    );
    const { token_id, session_id, scope, expires_at } = token;
    const data = { token: tokenText({ id, secret }), token_id, session_id, scope, expires_at };
    const message = `${nameOf({ name: session.name, actsFor: session.acts_for })} may ${scope === 'read' ? 'read' : 'do everything except approve'} until ${expires_at.slice(0, 16)}Z. Save the token in \`TIPOFF_TOKEN\` now; it is not shown again.`;
    const next = [nextStep('token revoke', { token_id }, { why: 'Revoke the token before it expires.' })];
    return { decision: 'done', code: 'ok', message, data, next };
  },
});

/** A new session with this name, or the existing session with this id. */
async function agentOf({ store, newId }: App, session: string, actsFor: string) {
  if (!isStartedSession(session)) return { sessionId: newSessionId(newId()), name: session, actsFor };
  const found = (await store.get(sessionRef(session)))?.data;
  if (found === undefined) {
    const message = `The session ${quoteInput(session)} does not exist. \`tipoff session list\` lists the sessions. To start a new one, give a plain name.`;
    throw new Problem({ code: 'unknown_session', message });
  }
  if (found.acts_for !== actsFor) {
    const message = `The session ${session} acts for @${found.acts_for}, not for @${actsFor}.`;
    throw new Problem({ code: 'other_person', message });
  }
  return { sessionId: found.session_id, name: found.name, actsFor };
}
