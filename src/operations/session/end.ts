import * as z from 'zod';
import type { Actor } from '../../coordination/identity/actor.ts';
import { endSession } from '../../coordination/sessions/end-session.ts';
import { quoteInput } from '../kit/input/printable.ts';
import { SessionName } from '../kit/input/session-name.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { auditContextOfCall } from '../kit/trail.ts';

const SessionEndInput = z.strictObject({
  session: SessionName.optional().describe('the id of the session; your own unless given'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'session end': typeof SessionEndInput;
  }
}

export const endOneSession = operation({
  name: 'session end',
  summary: 'End a session: your own, or, for people, that of an agent. What it holds is given up.',
  input: SessionEndInput,
  output: z.object({ session_id: z.string() }),
  positionals: ['session'],
  effect: 'write',
  stoppedAgents: 'handled',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input, actor, request }) {
    const sessionId = input.session ?? actor.session;
    const list = [nextStep('session list', {}, { why: 'See the sessions there are.' })];
    if (actor.kind === 'person' && sessionId === actor.session) {
      const message = `Yours at this door, ${sessionId}, is no session that ends. Name the one of an agent.`;
      return { decision: 'refused', code: 'person_has_session', message, data: null, next: list };
    }
    if (!mayEnd(actor, sessionId)) {
      const message = `An agent ends its own session, ${actor.session}; people end any.`;
      return { decision: 'refused', code: 'not_allowed', message, data: null, next: [] };
    }
    const ended = await endSession(app.store, sessionId, auditContextOfCall(app, { actor, request }));
    if (ended.type === 'unknown') {
      const message = `There is no session ${quoteInput(sessionId)} to end.`;
      return { decision: 'refused', code: 'unknown_session', message, data: null, next: list };
    }
    const message = `The session ${sessionId} ${ended.type === 'ended' ? 'has ended' : 'had ended before'}.`;
    return { decision: 'done', code: 'ok', message, data: { session_id: sessionId }, next: [] };
  },
});

function mayEnd(actor: Actor, sessionId: string): boolean {
  return actor.kind === 'person' || actor.session === sessionId;
}
