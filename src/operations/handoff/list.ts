import * as z from 'zod';
import { HANDOFFS, handoffAt } from '../../coordination/handoffs/handoff.ts';
import { Instant } from '../../platform/instant.ts';
import { UserText } from '../../platform/user-text.ts';
import { claimantName } from '../deploy/lock-facts.ts';
import { countedText } from '../kit/count-text.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { addresseeName } from './handoff-text.ts';

const AT_MOST = 20;

export const listHandoffs = operation({
  name: 'handoff list',
  summary: 'List the newest handoffs.',
  input: z.strictObject({}),
  output: z.object({
    handoffs: z.array(
      z.object({
        handoff_id: z.string(),
        state: z.enum(['pending', 'accepted', 'withdrawn', 'expired']),
        by: UserText,
        addressed_to: UserText,
        accepted_by: UserText.nullable(),
        expires_at: Instant,
      }),
    ),
  }),
  positionals: [],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app) {
    const newest = { orderBy: ['offered_at', 'desc'], limit: AT_MOST } as const;
    const [found, now] = await Promise.all([app.store.query({ collection: HANDOFFS }, newest), app.store.now()]);
    const handoffs = found.map(({ data }) => {
      const { handoff_id, state, from, addressed_to, accepted, expires_at } = handoffAt(data, now);
      const accepted_by = accepted === null ? null : claimantName(accepted.by);
      return {
        handoff_id,
        state,
        by: claimantName(from),
        addressed_to: addresseeName(addressed_to),
        accepted_by,
        expires_at,
      };
    });
    const pending = handoffs.filter(({ state }) => state === 'pending');
    const message =
      handoffs.length === 0
        ? 'Nobody has offered a handoff yet.'
        : `${countedText(pending.length, 'pending handoff')} among the newest ${handoffs.length}.`;
    const next = pending.map(({ handoff_id: id }) => nextStep('handoff accept', { id }, { why: 'Accept it.' }));
    return { decision: 'done', code: handoffs.length === 0 ? 'none' : 'ok', message, data: { handoffs }, next };
  },
});
