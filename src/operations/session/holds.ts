import * as z from 'zod';
import type { Actor } from '../../coordination/identity/actor.ts';
import { Holding } from '../../coordination/sessions/session-card.ts';
import { loadAllHeldBy } from '../../pipeline/handoffs/load-all-held-by.ts';
import { claimStep } from '../deploy/blocked-claim.ts';
import { SessionName } from '../kit/input/session-name.ts';
import { nextStep } from '../kit/next-step.ts';
import { type NextStep, operation } from '../kit/operation.ts';
import { holdingsText } from './holdings-text.ts';

const SessionHoldsInput = z.strictObject({
  session: SessionName.optional().describe('the session id; default: your own session'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'session holds': typeof SessionHoldsInput;
  }
}

export const showHoldings = operation({
  name: 'session holds',
  summary: "Show a session's locks, queue places, requests and batches.",
  input: SessionHoldsInput,
  output: z.object({ session_id: z.string(), holds: z.array(Holding) }),
  positionals: ['session'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input, actor }) {
    const sessionId = input.session ?? actor.session;
    const holdings = await loadAllHeldBy(app, sessionId);
    const who = sessionId === actor.session ? 'You hold' : `${sessionId} holds`;
    const message = holdings.length === 0 ? `${who} nothing.` : `${who} ${holdingsText(holdings)}.`;
    const data = { session_id: sessionId, holds: holdings };
    return {
      decision: 'done',
      code: holdings.length === 0 ? 'none' : 'ok',
      message,
      data,
      next: [...holdings.flatMap(stepFor), ...pollSteps(actor, holdings)],
    };
  },
});

/** Suggests a claim of a lock that is reserved for the session. */
function stepFor({ kind, id: service }: Holding): readonly NextStep[] {
  return kind === 'offer' ? [claimStep(service, 'It is your turn. Claim the lock.')] : [];
}

/** An agent cannot read the channel, so it asks again while it waits for its turn. */
function pollSteps(actor: Actor, holdings: readonly Holding[]): readonly NextStep[] {
  const waits = holdings.some(({ kind }) => kind === 'queue');
  return actor.kind === 'agent' && waits ? [nextStep('session holds', {}, { why: 'You are waiting. Ask again.' })] : [];
}
