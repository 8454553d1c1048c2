import * as z from 'zod';
import { BatchReport } from '../../pipeline/batch/batch-report.ts';
import { playersOf } from '../../pipeline/player/player-document.ts';
import type { App } from '../app.ts';
import { BatchName, parseBatchName } from '../kit/input/batch-name.ts';
import { operation } from '../kit/operation.ts';
import { currentBatch } from './current-batch.ts';
import { findBatch, newestCurrentBatch } from './find-batch.ts';
import { isOutdated, outdatedCard } from './outdated-card.ts';
import { nobodyMissing, refuseWhilePreparing, rerun } from './rerun.ts';

const MISSING = ['requested', 'failed'] as const;

export const rerunMissing = operation({
  name: 'batch rerun-missing',
  summary: 'Predict missing and failed players again.',
  input: z.strictObject({
    id: BatchName.optional().describe('the batch id; default: the newest batch'),
  }),
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
    const named = input.id === undefined ? undefined : parseBatchName(input.id);
    if (named?.generation !== undefined) {
      const report = await findBatch(app, named.id);
      if (report.state !== 'open' || isOutdated(report, named.generation)) return outdatedCard(report);
    }
    const batch = named === undefined ? await newestCurrentBatch(app) : await currentBatch(app, named.id);
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
