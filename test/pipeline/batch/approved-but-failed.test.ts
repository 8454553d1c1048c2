import { expect, it } from 'vitest';
import { personAt } from '#src/coordination/identity/actor.ts';
import { advanceBatch, retryConsolidation } from '#src/pipeline/batch/advance-batch.ts';
import { approveForceComplete } from '#src/pipeline/batch/approve-force-complete.ts';
import { readBatch } from '#src/pipeline/batch/read-batch.ts';
import { sweepStalls } from '#src/pipeline/batch/sweep-stalls.ts';
import type { Warehouse } from '#src/platform/warehouse.ts';
import { aTrail } from '../../coordination/audit/a-chain.ts';
import { aSlowNight, announced } from './a-slow-night.ts';
import { contextOf, decide, requested } from './a-waiting-batch.ts';

type Night = Awaited<ReturnType<typeof aSlowNight>>;

/** The same night with a warehouse that refuses every merge. */
function withBrokenMerge({ deps }: Night): Night['deps'] {
  const execute: Warehouse['execute'] = () => Promise.reject(new Error('The merge ran out of memory.'));
  return { ...deps, warehouse: { ...deps.warehouse, execute } };
}

async function retry({ deps, batchId }: Night) {
  const failed = await readBatch(deps.store, batchId);
  if (failed === undefined) throw new Error('there is no batch');
  return await retryConsolidation(deps, failed, aTrail());
}

it('an approved batch that cannot be published says why on the card of its stall, and can be tried again once', async () => {
  const night = await aSlowNight(3);
  const { deps, batchId, pass } = night;
  pass(11);
  await sweepStalls(deps);
  const bob = personAt('cli', { name: 'bob' });
  await approveForceComplete(deps, { batchId, roles: deps.roles, auditContext: contextOf(deps, bob) }, bob);
  await advanceBatch(withBrokenMerge(night), batchId);
  expect(await readBatch(deps.store, batchId)).toMatchObject({ state: 'failed' });
  expect(await announced(deps.store, 'stall')).toMatchObject([
    { failure: 'The merge ran out of memory.', end: null, request: { state: 'approved', decided_by: 'bob' } },
  ]);
  expect(await announced(deps.store, 'batch-alert')).toEqual([]);
  expect(await retry(night)).toBe('changed');
  expect(await retry(night)).toBe('superseded');
  expect(await announced(deps.store, 'stall')).toMatchObject([{ failure: null }]);
  await deps.runner.run(batchId);
  expect(await announced(deps.store, 'stall')).toMatchObject([{ failure: null, end: { how: 'partial', done: 2 } }]);
  expect(await announced(deps.store, 'slate')).toMatchObject([{ headline: 'partial', predicted: 2, forced_by: 'bob' }]);
});

it('without a stall the card of the request says why', async () => {
  const night = await aSlowNight(3);
  const { deps, batchId } = night;
  const approvalId = await requested(deps, batchId);
  await decide(deps, approvalId, { name: 'bob', state: 'approved' });
  await advanceBatch(withBrokenMerge(night), batchId);
  expect(await announced(deps.store, 'approval')).toMatchObject([
    { state: 'approved', failure: 'The merge ran out of memory.', outcome: null },
  ]);
  await retry(night);
  await deps.runner.run(batchId);
  expect(await announced(deps.store, 'approval')).toMatchObject([{ failure: null, outcome: '2 of 3 players, partial' }]);
});
