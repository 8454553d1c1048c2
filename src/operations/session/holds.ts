import * as z from 'zod';
import { loadHoldings } from '../../coordination/sessions/read-holdings.ts';
import { Holding } from '../../coordination/sessions/session-card.ts';
import { claimStep } from '../deploy/blocked-claim.ts';
import { SessionName } from '../kit/input/session-name.ts';
import { type NextStep, operation } from '../kit/operation.ts';
import { holdingsText } from './holdings-text.ts';

const SessionHoldsInput = z.strictObject({
  session: SessionName.optional().describe('the id of the session; your own unless given'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'session holds': typeof SessionHoldsInput;
  }
}

export const showHoldings = operation({
  name: 'session holds',
  summary: 'What do I hold? The locks, turns, places in queues and open requests of your session or another.',
  input: SessionHoldsInput,
  output: z.object({ session_id: z.string(), holds: z.array(Holding) }),
  positionals: ['session'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input, actor }) {
    const sessionId = input.session ?? actor.session;
    const held = await loadHoldings(app, sessionId);
    const who = sessionId === actor.session ? 'You hold' : `${sessionId} holds`;
    const message = held.length === 0 ? `${who} nothing.` : `${who} ${holdingsText(held)}.`;
    const data = { session_id: sessionId, holds: held };
    return { decision: 'done', code: held.length === 0 ? 'none' : 'ok', message, data, next: held.flatMap(stepFor) };
  },
});

/** An offer lasts some minutes, and who asks by a command is told of it nowhere else. */
function stepFor({ kind, id: service }: Holding): readonly NextStep[] {
  return kind === 'offer' ? [claimStep(service, 'It is your turn: claim it.')] : [];
}
