import * as z from 'zod';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { newestHeads } from './newest-heads.ts';

export const showAuditHeads = operation({
  name: 'audit heads',
  summary: 'Show the newest audit hashes, which prove the log.',
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
        ? 'The audit log has no new records from the last day.'
        : 'Save this line outside Tipoff. `tipoff audit verify --heads` checks the audit log against it.';
    const next = [nextStep('audit verify', {}, { why: 'Check all records.' })];
    return { decision: 'done', code: heads === '' ? 'none' : 'ok', message, data: { heads }, next };
  },
});
