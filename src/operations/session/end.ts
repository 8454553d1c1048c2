import * as z from 'zod';
import type { Actor } from '../../coordination/identity/actor.ts';
import { endSession } from '../../coordination/sessions/end-session.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { quoteInput } from '../kit/input/printable.ts';
import { SessionName } from '../kit/input/session-name.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';

const SessionEndInput = z.strictObject({
  session: SessionName.optional().describe('the session id; default: your own session'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'session end': typeof SessionEndInput;
  }
}

export const endOneSession = operation({
  name: 'session end',
  summary: 'End your session, or as a person another one. Releases its locks.',
  input: SessionEndInput,
  output: z.object({ session_id: z.string() }),
  positionals: ['session'],
  effect: 'write',
  stoppedAgents: 'handled',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  notes: 'wait',
  async run(app, { input, actor, request }) {
    const sessionId = input.session ?? actor.session;
    const list = [nextStep('session list', {}, { why: 'List the sessions.' })];
    if (actor.kind === 'person' && sessionId === actor.session) {
      const message = `${sessionId} is your own session and cannot be ended from here. Name the session of an agent.`;
      return { decision: 'refused', code: 'person_has_session', message, data: null, next: list };
    }
    if (!mayEnd(actor, sessionId)) {
      const message = `Agents can end only their own session (${actor.session}). Ask a person to end this one.`;
      return { decision: 'refused', code: 'not_allowed', message, data: null, next: [] };
    }
    const ended = await endSession(app.store, sessionId, auditContextOfCall(app, { actor, request }));
    if (ended.type === 'unknown') {
      const message = `The session ${quoteInput(sessionId)} does not exist.`;
      return { decision: 'refused', code: 'unknown_session', message, data: null, next: list };
    }
    const message = `Session ${sessionId} ${ended.type === 'ended' ? 'has ended' : 'had already ended'}.`;
    return { decision: 'done', code: 'ok', message, data: { session_id: sessionId }, next: [] };
  },
});

function mayEnd(actor: Actor, sessionId: string): boolean {
  return actor.kind === 'person' || actor.session === sessionId;
}
