import * as z from 'zod';
import { recordHeartbeat } from '../../coordination/sessions/record-heartbeat.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { wholeNumber } from '../kit/input/whole-number.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { refusePerson } from '../kit/refuse-person.ts';

const SECOND_MS = 1_000;
const DEFAULT_S = 30;
const Seconds = wholeNumber({
  what: 'a number of seconds',
  min: 5,
  max: 60,
  works: 'write a whole number from 5 to 60',
});

const ANSWERS = {
  recorded: { decision: 'done', code: 'ok', message: 'Your session is live.' },
  revived: {
    decision: 'done',
    code: 'revived',
    message:
      'Your session was dead and is live again. Others may now hold the locks you had. Check with `tipoff session holds`.',
  },
  ended: { decision: 'refused', code: 'session_ended', message: 'Your session has ended. Start it again.' },
  unknown: { decision: 'refused', code: 'unknown_session', message: 'This session does not exist yet. Start it.' },
} as const;

const OwnSession = z.object({ session_id: z.string() });

export const heartbeatOwnSession = operation({
  name: 'session beat',
  summary: 'Send a heartbeat. Without one, you are stale after 2 minutes and dead after 15.',
  input: z.strictObject({
    every_s: Seconds.default(DEFAULT_S).describe('when the next heartbeat will follow, in seconds'),
  }),
  output: OwnSession,
  refusal: OwnSession,
  positionals: [],
  effect: 'write',
  stoppedAgents: 'handled',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  notes: 'wait',
  async run(app, { input, actor, request }) {
    if (actor.kind === 'person') return refusePerson(actor);
    const auditContext = auditContextOfCall(app, { actor, request });
    const result = await recordHeartbeat(
      app,
      { sessionId: actor.session, everyMs: input.every_s * SECOND_MS },
      auditContext,
    );
    const start = nextStep('session start', {}, { why: 'Start the session.' });
    const holds = nextStep('session holds', {}, { why: 'See what your session still holds.' });
    const next = { recorded: [], revived: [holds], ended: [start], unknown: [start] }[result];
    return { ...ANSWERS[result], data: { session_id: actor.session }, next };
  },
});
