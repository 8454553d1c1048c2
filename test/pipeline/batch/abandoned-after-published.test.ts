import { expect, it } from 'vitest';
import { abandonBatch } from '#src/pipeline/batch/abandon-batch.ts';
import { finishBatch } from '#src/pipeline/batch/finish-batch.ts';
import { findMissingRows } from '#src/pipeline/batch/missing-rows.ts';
import { readBatch, readNewestDoneBatch } from '#src/pipeline/batch/read-batch.ts';
import { aTrail } from '../../coordination/audit/a-chain.ts';
import { pipelineStores } from '../pipeline-stores.ts';
import { aPlayer } from '../player/a-player.ts';
import { anOpenBatch, GAME_DATE } from './an-open-batch.ts';

const END = {
  ...{ predicted: 1, skipped: {}, failed: {}, missing: 0 },
  ...{ row_count: 350, model_count: 8, game_count: 1, backfill_count: 0 },
  ...{ closed_games: [], failed_checks: [] },
};

it('an abandoned batch announces nothing, so the rows of the batch before it stay the announced ones', async () => {
  const deps = await pipelineStores();
  const first = await anOpenBatch(deps.store, [aPlayer('a')]);
  await finishBatch(deps, first, { ...END, result: 'complete' });
  const wrong = await anOpenBatch(deps.store, [aPlayer('b')]);
  await abandonBatch(deps, wrong, { auditContext: aTrail(), reason: 'it has yesterday’s lines' });

  expect(await readBatch(deps.store, wrong.batch_id)).toMatchObject({ result: 'abandoned', row_count: 0 });
  expect(await readNewestDoneBatch(deps.store, GAME_DATE)).toMatchObject({ batch_id: first.batch_id });
  expect(await findMissingRows(deps.store, new Map())).toMatchObject([{ batch_id: first.batch_id, announced: 350 }]);
});
