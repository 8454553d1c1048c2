import * as z from 'zod';
import { BatchReport } from '../../pipeline/batch/batch-report.ts';
import { playersOf } from '../../pipeline/player/player-document.ts';
import type { App } from '../app.ts';
import { BatchId } from '../kit/input/batch-id.ts';
import { operation } from '../kit/operation.ts';
import { currentBatch } from './current-batch.ts';
import { newestCurrentBatch } from './find-batch.ts';
import { nobodyMissing, refuseWhilePreparing, rerun } from './rerun.ts';

const MISSING = ['requested', 'failed'] as const;

export const rerunMissing = operation({
  name: 'batch rerun-missing',
  summary: 'Predict again the players of a batch who have no outcome yet or whose prediction failed.',
  input: z.strictObject({ id: BatchId.optional().describe('the batch id; default: the newest batch') }),
  output: BatchReport,
  refusal: BatchReport,
  positionals: ['id'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  onInterrupt:
    'Nothing is lost. The batch continues at the next `tipoff batch start` for its date, or at `tipoff start`.',
  async run(app, { input, ...caller }) {
    const batch = input.id === undefined ? await newestCurrentBatch(app) : await currentBatch(app, input.id);
    refuseWhilePreparing(batch);
    const playerLookups = await missingPlayers(app, batch.batch_id);
    return playerLookups.length === 0
      ? await nobodyMissing(app, batch)
      : await rerun(app, { batch, playerLookups }, caller);
  },
});

async function missingPlayers({ store }: App, batchId: string): Promise<readonly string[]> {
  const found = await Promise.all(
    MISSING.map((status) => store.query(playersOf(batchId), { where: [['status', '==', status]] })),
  );
  return found.flat().map(({ id }) => id);
}
