import * as z from 'zod';
import { readBatch } from '../../pipeline/batch/read-batch.ts';
import { BatchPlayer, readBatchPlayers } from '../../pipeline/batch/read-batch-players.ts';
import { Problem } from '../../platform/problem.ts';
import { BatchId } from '../kit/input/batch-id.ts';
import { wholeNumber } from '../kit/input/whole-number.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { findBatch } from './find-batch.ts';

/** The number of players per page. */
const PLAYERS_A_BATCH_PAGE = 20;

const BatchPlayersInput = z.strictObject({
  id: BatchId.optional().describe('the batch id; default: the newest batch'),
  page: wholeNumber({ what: 'a page', min: 1, works: 'write a whole number from 1 on' })
    .default(1)
    .describe(`the page of ${PLAYERS_A_BATCH_PAGE} players; default: 1`),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'batch players': typeof BatchPlayersInput;
  }
}

export const listBatchPlayers = operation({
  name: 'batch players',
  summary: "List a batch's players, missing ones first.",
  input: BatchPlayersInput,
  output: z.object({
    batch_id: z.string(),
    game_date: z.string(),
    total: z.number(),
    page: z.number(),
    pages: z.number(),
    players: z.array(BatchPlayer),
  }),
  positionals: ['id', 'page'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input }) {
    const { batch_id } = await findBatch(app, input.id);
    const batch = await readBatch(app.store, batch_id);
    if (batch === undefined) throw oldBatch(batch_id);
    const all = await app.largeReads(() => readBatchPlayers(app.store, batch));
    const pages = Math.max(1, Math.ceil(all.length / PLAYERS_A_BATCH_PAGE));
    const page = Math.min(input.page, pages);
    const players = all.slice((page - 1) * PLAYERS_A_BATCH_PAGE, page * PLAYERS_A_BATCH_PAGE);
    const data = { batch_id, game_date: batch.game_date, total: all.length, page, pages, players: [...players] };
    const next =
      page < pages
        ? [nextStep('batch players', { id: batch_id, page: page + 1 }, { why: 'See the next players.' })]
        : [];
    return { decision: 'done', code: 'ok', message: sentence(all, data), data, next };
  },
});

function sentence(
  all: readonly BatchPlayer[],
  { batch_id, page, pages }: { readonly batch_id: string; readonly page: number; readonly pages: number },
): string {
  const missing = all.filter(({ status }) => status === 'missing' || status === 'late').length;
  const where = pages === 1 ? '' : ` This is page ${page} of ${pages}.`;
  return `Batch ${batch_id} has ${all.length} players. Not done in time: ${missing}.${where}`;
}

function oldBatch(id: string): Problem {
  const message = `Batch ${id} comes from an older version of the system, so its players are not listed.`;
  return new Problem({ code: 'old_batch', message });
}
