import * as z from 'zod';
import { BatchReport, listBatchReports } from '../../pipeline/batch/batch-report.ts';
import { nextStep } from '../kit/next-step.ts';
import { type NextStep, operation } from '../kit/operation.ts';
import { PageCursor, PageLimit, pageOf } from '../kit/page.ts';

const BATCHES_SHOWN = 20;

const BatchListInput = z.strictObject({
  limit: PageLimit.default(BATCHES_SHOWN).describe('batches per reply'),
  cursor: PageCursor,
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'batch list': typeof BatchListInput;
  }
}

export const listBatches = operation({
  name: 'batch list',
  summary: 'List the batches, newest first.',
  input: BatchListInput,
  output: z.object({ batches: z.array(BatchReport) }),
  positionals: [],
  effect: 'read',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  sizedBy: ['limit'],
  async run(app, { input: { cursor, limit } }) {
    // One more batch shows whether there is a next page.
    const found = await listBatchReports(app.store, cursor + limit + 1);
    const { items, nextCursor } = pageOf(found, { cursor, limit });
    const batches = [...items];
    const next = [nextStep('batch start', { date: 'today' }, { why: 'Start a batch for tonight.' })];
    if (found.length === 0) {
      return { decision: 'done', code: 'none', message: 'Tipoff has not run a batch yet.', data: { batches }, next };
    }
    const more = nextCursor === null ? [] : [olderStep(limit, nextCursor)];
    const message = sentence(batches.length, { cursor, more: more.length > 0 });
    return { decision: 'done', code: 'ok', message, data: { batches }, next: more };
  },
});

function olderStep(limit: number, cursor: number): NextStep {
  return nextStep('batch list', { limit, cursor }, { why: 'See older batches.' });
}

function sentence(count: number, { cursor, more }: { readonly cursor: number; readonly more: boolean }): string {
  if (count === 0) return 'There are no older batches.';
  if (cursor > 0) return `These are the batches ${cursor + 1} to ${cursor + count}, newest first.`;
  if (more) return `These are the newest ${count} batches.`;
  return count === 1 ? 'There is one batch.' : `There are ${count} batches.`;
}
