import * as z from 'zod';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { newestHeads } from './newest-heads.ts';

export const showAuditHeads = operation({
  name: 'audit heads',
  summary: 'Show the newest audit hashes. Keep them elsewhere to prove later that nobody rewrote the audit.',
  input: z.strictObject({}),
  output: z.object({ heads: z.string() }),
  positionals: [],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run({ store }) {
    const heads = await newestHeads(store);
    const message =
      heads === ''
        ? 'The audit has no new records in the last day.'
        : 'Keep this line elsewhere. `tipoff audit verify --heads` checks the audit against it.';
    const next = [nextStep('audit verify', {}, { why: 'Check all records.' })];
    return { decision: 'done', code: heads === '' ? 'none' : 'ok', message, data: { heads }, next };
  },
});
