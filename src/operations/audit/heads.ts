import * as z from 'zod';
import { operation } from '../kit/operation.ts';
import { newestHeads } from './newest-heads.ts';

export const showAuditHeads = operation({
  name: 'audit heads',
  summary: 'Show the newest audit hashes. Keep them elsewhere to prove later that nobody rewrote the audit.',
  input: z.strictObject({}),
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
    const next = [{ operation: 'audit verify', arguments: {}, why: 'Check all records.' }];
    return { decision: 'done', code: heads === '' ? 'none' : 'ok', message, data: { heads }, next };
  },
});
