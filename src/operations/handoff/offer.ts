import * as z from 'zod';
import { claimantOf } from '../../coordination/deploy-locks/lock.ts';
import { offerHandoff } from '../../pipeline/handoffs/offer-handoff.ts';
import { Problem } from '../../platform/problem.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { durationMs, durationText } from '../kit/input/duration-text.ts';
import { SessionName } from '../kit/input/session-name.ts';
import { text } from '../kit/input/text.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { holdingsText } from '../session/holdings-text.ts';
import { ClaimText, parseClaims } from './claim-text.ts';
import { HandoffFacts, handoffFacts } from './handoff-facts.ts';
import { addresseeName, handoffSentence, verdictsText } from './handoff-text.ts';
import { addresseeOf, offeredSession } from './offered-session.ts';
import { proveClaims } from './prove-claims.ts';

const MOST_DAYS = 7;
const MOST_ITEMS = 20;

const Item = text({ what: 'an item', maxLength: 300, works: 'say it in a sentence' });
const items = z
  .array(Item)
  .max(MOST_ITEMS, { error: `has more than ${MOST_ITEMS} items` })
  .default([]);

const HandoffOfferInput = z.strictObject({
  summary: text({ what: 'a summary', maxLength: 1_000, works: 'describe the state of the work in a paragraph' })
    .optional()
    .describe('the state of the work, in a paragraph'),
  done: z
    .array(ClaimText)
    .max(MOST_ITEMS, { error: `has more than ${MOST_ITEMS} claims` })
    .default([])
    .describe('"claim :: read command [expects path = value]"'),
  open: items.describe('what is open'),
  ruled_out: items.describe('what is ruled out'),
  next: text({ what: 'a command', maxLength: 300, works: 'write the next exact command' })
    .optional()
    .describe('the next exact command'),
  to: text({ what: 'a receiver', maxLength: 100, works: 'write a session id, @person or anybody' })
    .default('anybody')
    .describe('a session, @person or anybody'),
  for: SessionName.optional().describe('an agent session to hand over, for people'),
  expires_in: durationText(MOST_DAYS).default('8h').describe('how long it may be accepted: 30m, 8h'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'handoff offer': typeof HandoffOfferInput;
  }
}

export const offerOwnHandoff = operation({
  name: 'handoff offer',
  summary: 'Offer your work and all you hold, with proofs.',
  input: HandoffOfferInput,
  output: HandoffFacts,
  refusal: HandoffFacts,
  positionals: ['summary'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input, actor, request }) {
    const claims = parseClaims(input.done);
    const { claimant, lastKnown } = await offeredSession(app, actor, input.for);
    const summary = input.summary ?? lastKnown;
    if (summary === null) throw missingSummary();
    const offer = {
      from: claimant,
      offeredBy: claimantOf(actor),
      addressedTo: await addresseeOf(app, input.to),
      summary,
      done: await proveClaims(app, { claims, session: claimant }),
      open: input.open,
      ruledOut: input.ruled_out,
      nextCommand: input.next,
      expiresInMs: durationMs(input.expires_in),
    };
    const answer = await offerHandoff(app, offer, auditContextOfCall(app, { actor, request }));
    const { handoff } = answer;
    const data = handoffFacts(handoff);
    const withdraw = nextStep('handoff withdraw', { id: handoff.handoff_id }, { why: 'Withdraw the offer.' });
    if (answer.type === 'pending-already') {
      const message = `${handoffSentence(handoff)} A session offers one handoff at a time. Nothing was changed.`;
      return { decision: 'refused', code: 'handoff_pending', message, data, next: [withdraw] };
    }
    const held = handoff.holds.length === 0 ? 'The session holds nothing.' : `Held: ${holdingsText(handoff.holds)}.`;
    const message = `Offered handoff ${handoff.handoff_id} to ${addresseeName(handoff.addressed_to)}. ${verdictsText(handoff.done)}. ${held}`;
    const accept = nextStep('handoff accept', { id: handoff.handoff_id }, { why: 'The receiver accepts it.' });
    return { decision: 'done', code: 'ok', message, data, next: [accept, withdraw] };
  },
});

function missingSummary(): Problem {
  const message =
    'summary: is missing; describe the state of the work in a paragraph. Only an offer for another session works without it.';
  return new Problem({ code: 'bad_input', message });
}
