import { expect, it } from 'vitest';
import { listBatches } from '#src/operations/batch/list.ts';
import { startBatch } from '#src/pipeline/batch/start-batch.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import { aTrail } from '../coordination/audit/a-chain.ts';
import { ANN } from '../coordination/identity/actors.ts';
import { NOW } from '../pipeline/pipeline-stores.ts';
import { anApp } from './deploy/a-deploy.ts';

const DAY_MS = 24 * 60 * 60_000;

it('a truncated list says that older batches are not shown', async () => {
  const app = await anApp();
  const messageAfter = async (batches: number) => {
    const begun = Array.from({ length: batches }, (_, day) => {
      const gameDate = new Date(NOW.getTime() + day * DAY_MS).toISOString().slice(0, 10);
      return startBatch(app.store, {
        gameDate,
        asOf: instantFromDate(NOW),
        mode: 'RETRY',
        now: NOW,
        auditContext: aTrail(),
      });
    });
    await Promise.all(begun);
    const call = { input: {}, actor: ANN, request: 'r1', progress: () => undefined };
    return (await listBatches.run(app, call)).message;
  };
  expect(await messageAfter(1)).toBe('There is one batch.');
  expect(await messageAfter(201)).toBe('These are the newest 200 batches. Older batches are not shown.');
});
