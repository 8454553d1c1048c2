import * as z from 'zod';
import { recordHeartbeat } from '../../coordination/sessions/heartbeat-session.ts';
import { agentsOnly } from '../kit/agents-only.ts';
import { wholeNumber } from '../kit/input/whole-number.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { auditContextOfCall } from '../kit/trail.ts';

const SECOND_MS = 1_000;
const DEFAULT_S = 30;
const Seconds = wholeNumber({
  what: 'a number of seconds',
  min: 5,
  max: 60,
  works: 'write a whole number from 5 to 60',
});

const ANSWERS = {
  beaten: { decision: 'done', code: 'ok', message: 'You are live.' },
  revived: {
    decision: 'done',
    code: 'revived',
    message: 'You are live again after a long silence: what you held may be another session’s now.',
  },
  ended: { decision: 'refused', code: 'session_ended', message: 'This session was ended. Begin it again, if you may.' },
  unknown: { decision: 'refused', code: 'unknown_session', message: 'This session was never started. Start it.' },
} as const;

const OwnSession = z.object({ session_id: z.string() });

export const heartbeatOwnSession = operation({
  name: 'session beat',
  summary: 'Say that your session is alive: live for 2 minutes after a beat, stale until 15, then dead.',
  input: z.strictObject({
    every_s: Seconds.default(DEFAULT_S).describe('when the next beat follows, in seconds'),
  }),
  output: OwnSession,
  refusal: OwnSession,
  positionals: [],
  effect: 'write',
  stoppedAgents: 'handled',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input, actor, request }) {
    if (actor.kind === 'person') return agentsOnly(actor);
    const trail = auditContextOfCall(app, { actor, request });
    const beaten = await recordHeartbeat(app, { sessionId: actor.session, everyMs: input.every_s * SECOND_MS }, trail);
    const start = nextStep('session start', {}, { why: 'Begin it again.' });
    const holds = nextStep('session holds', {}, { why: 'See what is still yours.' });
    const next = { beaten: [], revived: [holds], ended: [start], unknown: [start] }[beaten];
    return { ...ANSWERS[beaten], data: { session_id: actor.session }, next };
  },
});
