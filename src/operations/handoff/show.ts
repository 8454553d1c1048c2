import * as z from 'zod';
import { provedClaims } from '../../coordination/handoffs/handoff-card.ts';
import { HandoffId } from '../kit/input/handoff-id.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { findHandoff } from './find-handoff.ts';
import { HandoffFacts, handoffFacts } from './handoff-facts.ts';
import { handoffSentence, verdictsText } from './handoff-text.ts';

const HandoffShowInput = z.strictObject({
  id: HandoffId.optional().describe('the id of the handoff; default: your newest'),
});

export const showHandoff = operation({
  name: 'handoff show',
  summary: 'Show a handoff.',
  input: HandoffShowInput,
  output: HandoffFacts,
  positionals: ['id'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input, actor }) {
    const handoff = await findHandoff(app, { id: input.id, session: actor.session });
    const message = `${handoffSentence(handoff)} ${verdictsText(provedClaims(handoff))}.`;
    const accept = nextStep('handoff accept', { id: handoff.handoff_id }, { why: 'Accept it.' });
    const next = handoff.state === 'pending' && handoff.from.session !== actor.session ? [accept] : [];
    return { decision: 'done', code: handoff.state, message, data: handoffFacts(handoff), next };
  },
});
