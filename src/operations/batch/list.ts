import * as z from 'zod';
import { listBatchReports } from '../../pipeline/batch/batch-report.ts';
import { operation } from '../kit/operation.ts';

const AT_MOST = 200;

export const listBatches = operation({
  name: 'batch list',
  summary: 'List the batches, newest first.',
  input: z.strictObject({}),
  positionals: [],
  effect: 'read',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app) {
    const batches = await listBatchReports(app.store, AT_MOST);
    const next = [{ operation: 'batch start', arguments: { date: 'today' }, why: 'Start one for tonight.' }];
    if (batches.length === 0) {
      return { decision: 'done', code: 'none', message: 'There is no batch yet.', data: { batches }, next };
    }
    return { decision: 'done', code: 'ok', message: sentence(batches.length), data: { batches }, next: [] };
  },
});

function sentence(count: number): string {
  if (count === AT_MOST) return `The newest ${AT_MOST} batches. Older ones are not shown.`;
  return count === 1 ? 'There is one batch.' : `There are ${count} batches.`;
}
