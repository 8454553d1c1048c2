import { expect, it } from 'vitest';
import { AUDIT_RECORDS } from '#src/coordination/audit/audit-record.ts';
import { advanceBatch, retryConsolidation } from '#src/pipeline/batch/advance-batch.ts';
import type { BatchDeps } from '#src/pipeline/batch/batch-deps.ts';
import { changeBatch } from '#src/pipeline/batch/change-batch.ts';
import { readBatch } from '#src/pipeline/batch/read-batch.ts';
import { sealBatch } from '#src/pipeline/batch/seal-batch.ts';
import { holdSlate, releaseSlate } from '#src/pipeline/batch/slate-hold.ts';
import type { OpenBatch } from '#src/pipeline/documents/batch-document.ts';
import { eventually } from '#test/eventually.ts';
import { aTrail } from '../../coordination/audit/a-chain.ts';
import { aRunner } from '../../workers/a-runner.ts';
import { pipelineStores } from '../pipeline-stores.ts';
import { aPlayer } from '../player/a-player.ts';
import { aWaitingBatch, decide, predict, requested } from './a-waiting-batch.ts';
import { anOpenBatch, GAME_DATE } from './an-open-batch.ts';

const REASON = 'the lines are from yesterday';

const hold = ({ store }: BatchDeps, holdId = 'h1') =>
  holdSlate({ store, auditContext: aTrail() }, { hold_id: holdId, game_date: GAME_DATE, reason: REASON, by: 'ann' });

const release = ({ store }: BatchDeps) =>
  releaseSlate({ store, auditContext: aTrail() }, { gameDate: GAME_DATE, by: 'ben' });

async function aFinishedOpenBatch(): Promise<{ readonly deps: BatchDeps; readonly batch: OpenBatch }> {
  const { deps, batch } = await aWaitingBatch(3);
  await predict(deps.store, batch.batch_id, 'c');
  return { deps, batch };
}

it('a batch of a held slate waits when all its players have an outcome, and names who holds the slate', async () => {
  const { deps, batch } = await aFinishedOpenBatch();
  await hold(deps);
  expect(await advanceBatch(deps, batch.batch_id)).toEqual({
    type: 'waiting',
    missing: 0,
    expected: 3,
    heldBecause: expect.stringContaining(`ann holds the slate of ${GAME_DATE} ("${REASON}")`),
  });
  expect(await readBatch(deps.store, batch.batch_id)).toMatchObject({ state: 'open' });
});

it('no seal is possible while a slate is held: not by the runner, not after a stall', async () => {
  const { deps, batch } = await aFinishedOpenBatch();
  await hold(deps);
  expect(await sealBatch(deps, batch)).toBe('superseded');
  expect(await sealBatch(deps, batch, { cause: 'no_progress' })).toBe('superseded');
  await release(deps);
  expect(await sealBatch(deps, batch)).toBe('changed');
});

it('an approval is refused while the slate is held, and works after the release', async () => {
  const { deps, batch } = await aWaitingBatch(3);
  const approval = await requested(deps, batch.batch_id);
  await hold(deps);
  expect(await decide(deps, approval, { name: 'ben', state: 'approved' })).toMatchObject({
    type: 'slate-held',
    approval: { state: 'pending' },
    hold: { reason: REASON },
  });
  await release(deps);
  expect(await decide(deps, approval, { name: 'ben', state: 'approved' })).toMatchObject({ type: 'decided' });
});

it('a request can be cancelled while the slate is held', async () => {
  const { deps, batch } = await aWaitingBatch(3);
  const approval = await requested(deps, batch.batch_id);
  await hold(deps);
  expect(await decide(deps, approval, { name: 'ben', state: 'cancelled' })).toMatchObject({ type: 'decided' });
});

it('a failed consolidation is not repeated while the slate is held', async () => {
  const { deps, batch } = await aFinishedOpenBatch();
  await sealBatch(deps, batch);
  const sealed = { batchId: batch.batch_id, state: 'consolidating', generation: 1 } as const;
  await changeBatch(deps.store, sealed, async () => ({ state: 'failed', failure: 'no space' }));
  const failed = await readBatch(deps.store, batch.batch_id);
  if (failed === undefined) throw new Error('the batch is gone');
  await hold(deps);
  expect(await retryConsolidation(deps, failed, aTrail())).toBe('superseded');
  await release(deps);
  expect(await retryConsolidation(deps, failed, aTrail())).toBe('changed');
});

it('a running batch says that its slate is held, and publishes after the release', async () => {
  const deps = await pipelineStores();
  const { batch_id } = await anOpenBatch(deps.store, [aPlayer('a')]);
  await hold(deps);
  const reasons = new Set<string | undefined>();
  const running = aRunner(deps).run(batch_id, { onProgress: (_done, _all, waitsFor) => void reasons.add(waitsFor) });
  await eventually(() => expect([...reasons].join()).toContain('ann holds the slate'));
  expect(await readBatch(deps.store, batch_id)).toMatchObject({ state: 'open' });
  await release(deps);
  expect(await running).toMatchObject({ state: 'done', result: 'complete' });
});

it('a second hold keeps the first, and a release without a hold changes nothing', async () => {
  const deps = await pipelineStores();
  expect(await release(deps)).toBeUndefined();
  expect(await hold(deps)).toMatchObject({ type: 'held' });
  expect(await hold(deps, 'h2')).toMatchObject({ type: 'held-before', hold: { hold_id: 'h1' } });
  expect(await release(deps)).toMatchObject({ hold_id: 'h1', held_by: 'ann' });
  const records = await deps.store.query({ collection: AUDIT_RECORDS }, {});
  expect(records.map(({ data }) => data.action).toSorted()).toEqual(['slate.held', 'slate.released']);
});
