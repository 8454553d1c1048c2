import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startBatch } from '#src/pipeline/batch/start-batch.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import type { Queue } from '#src/platform/queue.ts';
import { aTrail } from '../coordination/audit/a-chain.ts';
import { NOW, pipelineStores } from '../pipeline/pipeline-stores.ts';
import { aRunner } from './a-runner.ts';
import { importSmallLeague, LEAGUE_DATE } from './small-league.ts';

const TICK_MS = 500;
const LONG_MS = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});

afterEach(() => {
  vi.useRealTimers();
});

it('a run whose requests cannot be published leaves no work in the background', async () => {
  const stores = await pipelineStores();
  await importSmallLeague(stores);
  const asOf = instantFromDate(NOW);
  const started = await startBatch(stores.store, {
    gameDate: LEAGUE_DATE,
    asOf,
    mode: 'RETRY',
    now: NOW,
    auditContext: aTrail(),
  });
  if (started.type !== 'started') throw new Error('no batch was open');
  const asked: string[] = [];
  const store: DocumentStore = {
    ...stores.store,
    get: (ref) => {
      asked.push(ref.collection.name);
      return stores.store.get(ref);
    },
  };
  const queue: Queue = { ...stores.queue, publish: () => Promise.reject(new Error('the topic is gone')) };
  const run = aRunner({ ...stores, store, queue }).run(started.batchId);
  const answered = vi.fn();
  run.then(answered, answered);
  while (answered.mock.calls.length === 0) await vi.advanceTimersByTimeAsync(TICK_MS);
  await expect(run).rejects.toThrow('the topic is gone');

  asked.length = 0;
  await vi.advanceTimersByTimeAsync(LONG_MS);
  expect(asked).toEqual([]);
});
