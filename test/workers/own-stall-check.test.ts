import { expect, it } from 'vitest';
import type { App } from '#src/operations/app.ts';
import { STALL_LOOKS } from '#src/pipeline/batch/stall-look.ts';
import type { Log } from '#src/platform/log.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { ownStallCheck } from '#src/workers/own-stall-check.ts';
import { anApp } from '../operations/deploy/a-deploy.ts';
import { aWaitingBatchIn } from '../pipeline/batch/a-waiting-batch.ts';
import { NOW, temporaryWarehouse } from '../pipeline/pipeline-stores.ts';

/** A stall check whose clock the test sets, and the number of warnings in the log. */
async function aCheck(overrides: Partial<App> = {}) {
  const clock = { ms: NOW.getTime() };
  const warnings: unknown[] = [];
  const log: Log = { info: () => undefined, warn: (fields) => void warnings.push(fields), error: () => undefined };
  const app = await anApp({ now: () => new Date(clock.ms), log });
  const { batch_id } = await aWaitingBatchIn(app.store, 3);
  const looks = async () => (await app.store.query({ collection: STALL_LOOKS }, {})).length;
  return { clock, warnings, looks, check: ownStallCheck({ ...app, ...overrides }, batch_id) };
}

it('a run examines its own batch a minute after its start, not before', async () => {
  const { check, clock, looks } = await aCheck();
  await check();
  clock.ms += 59_999;
  await check();
  expect(await looks()).toBe(0);
  clock.ms += 1;
  await check();
  expect(await looks()).toBe(1);
});

it('a failed examination is logged, and the next one comes a minute later', async () => {
  const warehouse = await temporaryWarehouse();
  const query = () => Promise.reject(new Unavailable('the warehouse', undefined));
  const { check, clock, warnings } = await aCheck({ warehouse: { ...warehouse, query } });
  clock.ms += 60_000;
  await check();
  await check();
  expect(warnings).toHaveLength(1);
  clock.ms += 60_000;
  await check();
  expect(warnings).toHaveLength(2);
});
