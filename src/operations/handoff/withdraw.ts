import * as z from 'zod';
import { claimantOf } from '../../coordination/deploy-locks/lock.ts';
import { withdrawHandoff } from '../../pipeline/handoffs/end-handoff.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { HandoffId } from '../kit/input/handoff-id.ts';
import { operation } from '../kit/operation.ts';
import { findHandoff, unknownHandoff } from './find-handoff.ts';
import { HandoffFacts, handoffFacts } from './handoff-facts.ts';
import { handoffSentence, sessionOwner } from './handoff-text.ts';

const HandoffWithdrawInput = z.strictObject({
  id: HandoffId.optional().describe('the id of the handoff; default: your newest'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'handoff withdraw': typeof HandoffWithdrawInput;
  }
}

export const withdrawOneHandoff = operation({
  name: 'handoff withdraw',
  summary: 'Withdraw a pending handoff.',
  input: HandoffWithdrawInput,
  output: HandoffFacts,
  refusal: HandoffFacts,
  positionals: ['id'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input, actor, request }) {
    const { handoff_id } = await findHandoff(app, { id: input.id, session: actor.session });
    const withdrawal = { handoffId: handoff_id, caller: claimantOf(actor) };
    const answer = await withdrawHandoff(app.store, withdrawal, auditContextOfCall(app, { actor, request }));
    if (answer.type === 'unknown') throw unknownHandoff(handoff_id);
    const { handoff } = answer;
    const data = handoffFacts(handoff);
    if (answer.type === 'withdrawn')
      return { decision: 'done', code: 'ok', message: `Handoff ${handoff_id} is withdrawn.`, data, next: [] };
    if (answer.type === 'over') {
      const message = `${handoffSentence(handoff)} It cannot be withdrawn.`;
      return { decision: 'refused', code: `handoff_${handoff.state}`, message, data, next: [] };
    }
    const message = `Only ${sessionOwner(handoff.from)}, the person behind it, and ${sessionOwner(handoff.offered_by)} may withdraw handoff ${handoff_id}.`;
    return { decision: 'refused', code: 'not_allowed', message, data, next: [] };
  },
});
