import * as z from 'zod';
import { startSession } from '../../coordination/sessions/start-session.ts';
import { Instant } from '../../platform/instant.ts';
import { stoppedSessionRefusal } from '../kit/agent-session.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { durationMs, durationText } from '../kit/input/duration-text.ts';
import { text } from '../kit/input/text.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { refusePerson } from '../kit/refuse-person.ts';

const MOST_DAYS = 7;

const SessionStartInput = z.strictObject({
  summary: text({ what: 'a summary', maxLength: 200, works: 'say in a sentence what you are working on' })
    .optional()
    .describe('what you are working on, in a sentence'),
  for_how_long: durationText(MOST_DAYS)
    .default('1h')
    .describe('how long the session lives without a heartbeat: 30m, 2h'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'session start': typeof SessionStartInput;
  }
}

export const startOwnSession = operation({
  name: 'session start',
  summary: 'Start or continue the session of your token.',
  input: SessionStartInput,
  output: z.object({ session_id: z.string(), started_at: Instant, expires_at: Instant.nullable() }),
  positionals: ['summary'],
  effect: 'write',
  stoppedAgents: 'handled',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  notes: 'wait',
  async run(app, { input, actor, request }) {
    if (actor.kind === 'person' || actor.actsFor === undefined) return refusePerson(actor);
    const started = await startSession(
      app,
      {
        sessionId: actor.session,
        name: actor.name,
        actsFor: actor.actsFor,
        forMs: durationMs(input.for_how_long),
        ...(input.summary === undefined ? {} : { summary: input.summary }),
      },
      auditContextOfCall(app, { actor, request }),
    );
    const { session_id, started_at, expires_at } = started.session;
    if (started.type === 'ended-by-person') {
      return { decision: 'refused', ...stoppedSessionRefusal(started.session), data: null, next: [] };
    }
    const message = `Session ${session_id} started. ${expiry(expires_at)}`;
    const next = [
      nextStep('session since', {}, { why: 'See what happened while you were away.' }),
      nextStep('session holds', {}, { why: 'See what you hold.' }),
    ];
    return { decision: 'done', code: 'ok', message, data: { session_id, started_at, expires_at }, next };
  },
});

function expiry(expiresAt: string | null): string {
  if (expiresAt === null) return 'The session lasts until you end it.';
  return `Without a heartbeat the session expires at ${expiresAt.slice(0, 16)}Z.`;
}
