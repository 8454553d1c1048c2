import { expect, it } from 'vitest';
import { listBatches } from '#src/operations/batch/list.ts';
import { startBatch } from '#src/pipeline/batch/start-batch.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import { aTrail } from '../coordination/audit/a-chain.ts';
import { ANN } from '../coordination/identity/actors.ts';
import { NOW } from '../pipeline/pipeline-stores.ts';
import { anApp } from './deploy/a-deploy.ts';

const DAY_MS = 24 * 60 * 60_000;

it('the list of batches comes in pages, the newest first', async () => {
  const app = await anApp();
  const start = (day: number) =>
    startBatch(app.store, {
      gameDate: new Date(NOW.getTime() + day * DAY_MS).toISOString().slice(0, 10),
      asOf: instantFromDate(NOW),
      mode: 'RETRY',
      now: NOW,
      auditContext: aTrail(),
    });
  const read = (input: { limit: number; cursor: number }) =>
    listBatches.run(app, { input, actor: ANN, request: 'r1', progress: () => undefined });

  await start(0);
  expect(await read({ limit: 5, cursor: 0 })).toMatchObject({ message: 'There is one batch.', next: [] });
  for (let day = 1; day < 12; day += 1) await start(day);
  const seen: unknown[] = [];
  for (let cursor: unknown = 0; cursor !== undefined; ) {
    const page = await read({ limit: 5, cursor: Number(cursor) });
    if (cursor === 0) expect(page.message).toBe('These are the newest 5 batches.');
    seen.push(...(page.data?.batches.map(({ batch_id }) => batch_id) ?? []));
    cursor = page.next[0]?.arguments['cursor'];
  }
  expect(new Set(seen).size).toBe(12);
  expect(seen).toHaveLength(12);
});
