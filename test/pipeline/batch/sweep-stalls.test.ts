import { expect, it } from 'vitest';
import { AUDIT_RECORDS } from '#src/coordination/audit/audit-record.ts';
import { claimLock } from '#src/coordination/deploy-locks/claim-lock.ts';
import { startDeploy } from '#src/coordination/deploy-locks/deploy-under-lock.ts';
import { finishDeploy } from '#src/coordination/deploy-locks/finish-deploy.ts';
import { claimantOf } from '#src/coordination/deploy-locks/lock.ts';
import { lockService } from '#src/coordination/deploy-locks/lock-service.ts';
import { readBatch } from '#src/pipeline/batch/read-batch.ts';
import { startBatch } from '#src/pipeline/batch/start-batch.ts';
import { sweepStalls } from '#src/pipeline/batch/sweep-stalls.ts';
import { instantFromDate, laterBy } from '#src/platform/instant.ts';
import { aTrail } from '../../coordination/audit/a-chain.ts';
import { PLAN } from '../../coordination/deploy-locks/a-lock-service.ts';
import { UNREACHABLE } from '../../coordination/deploys/shown-target.ts';
import { ANN } from '../../coordination/identity/actors.ts';
import { NOW } from '../pipeline-stores.ts';
import { announced, aSlowNight } from './a-slow-night.ts';
import { GAME_DATE } from './an-open-batch.ts';

const HOUR_MS = 3_600_000;

it('publishes a batch as partial after ten minutes without progress at 90 %', async () => {
  const { deps, batchId, pass } = await aSlowNight(10);
  pass(11);
  const { checks } = await sweepStalls(deps);
  expect(checks).toMatchObject([{ batch_id: batchId, done: 9, expected: 10, acted: 'complete-partial' }]);
  expect(await readBatch(deps.store, batchId)).toMatchObject({ state: 'done', result: 'partial', missing: 1 });
  expect(await announced(deps.store, 'stall')).toMatchObject([{ cause: 'no_heartbeat', action: 'complete-partial' }]);
  expect(await announced(deps.store, 'slate')).toMatchObject([{ headline: 'partial', predicted: 9, missing: 1 }]);
});

it('records the automatic completion with the state before and after', async () => {
  const { deps, pass } = await aSlowNight(10);
  pass(11);
  await sweepStalls(deps);
  const records = await deps.store.query({ collection: AUDIT_RECORDS }, {});
  const repaired = records.map(({ data }) => data).filter(({ action }) => action === 'batch.stall_completed');
  expect(repaired).toHaveLength(1);
});

it('alerts people once about a stall below 90 %', async () => {
  const { deps, batchId, pass } = await aSlowNight(3);
  pass(11);
  expect((await sweepStalls(deps)).checks).toMatchObject([{ acted: 'alert' }]);
  pass(15);
  expect((await sweepStalls(deps)).checks).toMatchObject([{ stall: { cause: 'no_heartbeat' }, acted: null }]);
  expect(await announced(deps.store, 'stall')).toMatchObject([{ done: 2, expected: 3, missing_total: 1 }]);
  expect(await readBatch(deps.store, batchId)).toMatchObject({ state: 'open' });
});

it('abandons a batch after two hours: nothing is published, and the date is free (RT-09)', async () => {
  const { deps, batchId, pass } = await aSlowNight(3);
  pass(121);
  expect((await sweepStalls(deps)).checks).toMatchObject([{ acted: 'abandon' }]);
  expect(await readBatch(deps.store, batchId)).toMatchObject({ state: 'done', result: 'abandoned', row_count: 0 });
  expect(await announced(deps.store, 'slate')).toMatchObject([{ headline: 'abandoned', rows: 0 }]);
  const now = new Date(NOW.getTime() + 60_000);
  const asOf = instantFromDate(now);
  const next = { gameDate: GAME_DATE, asOf, mode: 'RETRY', now, auditContext: aTrail() } as const;
  expect((await startBatch(deps.store, next)).type).toBe('started');
});

it('waits while a deploy of the worker is in progress, and acts when the stall outlives it', async () => {
  const { deps, batchId, pass } = await aSlowNight(10);
  const locks = lockService(deps);
  const claimant = claimantOf(ANN);
  const guarded = { service: 'worker', claimant, token: undefined };
  await locks.execute(aTrail(), (state) => {
    const wanted = {
      ...guarded,
      reason: 'deploy it',
      until: laterBy(state.now, HOUR_MS),
      length: 'given' as const,
      request: 'r1',
      content: 'r1',
    };
    return claimLock(state, wanted);
  });
  await locks.execute(aTrail(), (state) => startDeploy(state, guarded, { commit: null, request: 'r2', plan: PLAN }));
  pass(11);
  expect(await sweepStalls(deps)).toMatchObject({ heldBy: 'worker', checks: [{ acted: null }] });
  expect(await readBatch(deps.store, batchId)).toMatchObject({ state: 'open' });
  await locks.execute(aTrail(), (state) => finishDeploy(state, guarded, { result: 'succeeded', serving: UNREACHABLE }));
  expect((await sweepStalls(deps)).checks).toMatchObject([{ acted: 'complete-partial' }]);
});

it('a dry run reports what would happen, and changes nothing', async () => {
  const { deps, batchId, pass } = await aSlowNight(10);
  pass(11);
  const { checks } = await sweepStalls(deps, { mode: 'dry-run' });
  expect(checks).toMatchObject([{ stall: { action: 'complete-partial' }, acted: null }]);
  expect(await readBatch(deps.store, batchId)).toMatchObject({ state: 'open' });
  expect(await announced(deps.store, 'stall')).toEqual([]);
});

it('two sweeps at the same time act once', async () => {
  const { deps, pass } = await aSlowNight(10);
  pass(11);
  const sweeps = await Promise.all([sweepStalls(deps), sweepStalls(deps)]);
  const acted = sweeps.flatMap(({ checks }) => checks).filter(({ acted: action }) => action !== null);
  expect(acted).toHaveLength(1);
  expect(await announced(deps.store, 'stall')).toHaveLength(1);
});
