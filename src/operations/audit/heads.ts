import * as z from 'zod';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { newestHeads } from './newest-heads.ts';

export const showAuditHeads = operation({
  name: 'audit heads',
  summary:
    'Show the heads of the audit that prove what was recorded within a day: kept elsewhere, nobody rewrites it unseen.',
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
      heads === '' ? 'No chain grew within a day.' : 'Keep this line: `tipoff audit verify --heads` proves it.';
    const next = [nextStep('audit verify', {}, { why: 'Look whether all records are as they were.' })];
    return { decision: 'done', code: heads === '' ? 'none' : 'ok', message, data: { heads }, next };
  },
});
