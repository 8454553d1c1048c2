import * as z from 'zod';
import { claimantOf } from '../../coordination/deploy-locks/lock.ts';
import type { Handoff } from '../../coordination/handoffs/handoff.ts';
import { type AcceptAnswer, acceptHandoff } from '../../pipeline/handoffs/accept-handoff.ts';
import { withoutCode } from '../../platform/printable.ts';
import { unreadableSentence } from '../deploy/lock-text.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { HandoffId } from '../kit/input/handoff-id.ts';
import { nextStep } from '../kit/next-step.ts';
import { type Outcome, operation } from '../kit/operation.ts';
import { findHandoff, unknownHandoff } from './find-handoff.ts';
import { HandoffFacts, handoffFacts } from './handoff-facts.ts';
import { addresseeName, handoffSentence, movedText, verdictsText } from './handoff-text.ts';
import { proveClaims } from './prove-claims.ts';

const HandoffAcceptInput = z.strictObject({ id: HandoffId.describe('the id of the handoff') });

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'handoff accept': typeof HandoffAcceptInput;
  }
}

export const acceptOneHandoff = operation({
  name: 'handoff accept',
  summary: 'Prove its claims again and take over everything.',
  input: HandoffAcceptInput,
  output: HandoffFacts,
  refusal: HandoffFacts,
  positionals: ['id'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input: { id }, actor, request }) {
    const offered = await findHandoff(app, { id, session: actor.session });
    const claims = offered.done.map(({ claim, proof }) => ({ claim, proof }));
    const proved = offered.state === 'pending' ? await proveClaims(app, { claims, session: offered.from }) : [];
    const accept = { handoffId: id, caller: claimantOf(actor), proved };
    return outcomeOf(await acceptHandoff(app, accept, auditContextOfCall(app, { actor, request })), id);
  },
});

function outcomeOf(answer: AcceptAnswer, id: string): Outcome<HandoffFacts> {
  switch (answer.type) {
    case 'unknown':
      throw unknownHandoff(id);
    case 'session-over':
      return refused(
        'session_ended',
        'Your session is dead or ended, so it would lose everything. Start it again.',
        null,
      );
    case 'lock-unreadable':
      return refused('lock_unreadable', `Nothing moved. ${unreadableSentence(answer.lock)}`, null);
    case 'over':
      return refused(
        `handoff_${answer.handoff.state}`,
        `${handoffSentence(answer.handoff)} Nothing moved.`,
        answer.handoff,
      );
    case 'refused':
      return refused('not_allowed', `${refusalSentence(answer)} Nothing moved.`, answer.handoff);
    case 'accepted':
      return acceptedOutcome(answer);
  }
}

function refusalSentence({ because, handoff }: Extract<AcceptAnswer, { type: 'refused' }>): string {
  const { handoff_id, addressed_to, from } = handoff;
  const person = withoutCode(from.acts_for ?? from.name);
  switch (because) {
    case 'own-handoff':
      return `Handoff ${handoff_id} is your own. \`tipoff handoff withdraw ${handoff_id}\` withdraws it.`;
    case 'for-somebody-else':
      return `Handoff ${handoff_id} is for ${addresseeName(addressed_to)}.`;
    case 'not-from-own-person':
      return `An agent may accept only a handoff from its own person or from that person's agents, or one that a person addressed to its session. Ask @${person} to offer it with \`--to\` and your session.`;
  }
}

function acceptedOutcome({ handoff, accepted }: Extract<AcceptAnswer, { type: 'accepted' }>): Outcome<HandoffFacts> {
  const message = `You accepted ${handoff.handoff_id}. ${verdictsText(accepted.proved)}. ${movedText(accepted.moved)}`;
  const next = [
    nextStep('session holds', {}, { why: 'See what you hold now.' }),
    nextStep('handoff export', { id: handoff.handoff_id }, { why: 'Read the whole handoff.' }),
  ];
  return { decision: 'done', code: 'ok', message, data: handoffFacts(handoff), next };
}

function refused(code: string, message: string, handoff: Handoff | null): Outcome<HandoffFacts> {
  const data = handoff === null ? null : handoffFacts(handoff);
  return { decision: 'refused', code, message, data, next: [] };
}
