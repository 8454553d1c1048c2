import { expect, it, onTestFinished } from 'vitest';
import { INCIDENTS } from '#src/coordination/incidents/incident.ts';
import { playersOf } from '#src/pipeline/player/player-document.ts';
import { inProcessQueue } from '#src/platform/embedded/in-process-queue.ts';
import type { Queue } from '#src/platform/queue.ts';
import { deadLetterWatch } from '#src/workers/dead-letter-watch.ts';
import { outcomeSignal } from '#src/workers/outcome-signal.ts';
import { anOpenBatch } from '../pipeline/batch/an-open-batch.ts';
import { pipelineStores, silentLog } from '../pipeline/pipeline-stores.ts';
import { aPlayer } from '../pipeline/player/a-player.ts';
import { aRunner, ROLES } from './a-runner.ts';

/** A queue whose workers never answer the requests of one player, as if each delivery ended its process. */
function aQueueThatKills(player: string): Queue {
  const queue = inProcessQueue({ log: silentLog, backoffMs: { first: 1, cap: 1 } });
  return {
    ...queue,
    consume: (handler) =>
      queue.consume(async (delivery) => (delivery.body.includes(`"${player}"`) ? 'retry' : await handler(delivery))),
  };
}

it('a batch ends although a request became a dead letter, and people see whose request it was (RT-35)', async () => {
  const stores = await pipelineStores();
  const players = Array.from({ length: 20 }, (_, index) => aPlayer(`p${index}`));
  const { batch_id: batchId } = await anOpenBatch(stores.store, players);
  const queue = aQueueThatKills('p7');
  const batch = await aRunner({ ...stores, queue }).run(batchId);
  expect(batch).toMatchObject({ state: 'done', predicted: 19, failed: { unanswered: 1 }, missing: 0 });
  const failed = await stores.store.query(playersOf(batchId), { where: [['status', '==', 'failed']] });
  expect(failed).toMatchObject([{ id: 'p7', data: { reason: 'unanswered', deliveries: queue.maxDeliveries } }]);
  const incidents = await stores.store.query({ collection: INCIDENTS }, {});
  expect(incidents).toMatchObject([{ data: { key: 'prediction-errors', state: 'open' } }]);
  expect(incidents[0]?.data.detail).toContain(`"P7" (${queue.maxDeliveries} deliveries`);
});

it('the jobs record the dead letters of workers that are processes of their own (RT-35)', async () => {
  const stores = await pipelineStores();
  const players = Array.from({ length: 20 }, (_, index) => aPlayer(`p${index}`));
  const { batch_id: batchId } = await anOpenBatch(stores.store, players);
  const deps = { ...stores, queue: aQueueThatKills('p7'), outcomes: outcomeSignal() };
  const watch = deadLetterWatch({ ...deps, roles: ROLES });
  watch.start();
  onTestFinished(() => watch.stop());
  const batch = await aRunner({ ...deps, deadLetters: 'elsewhere' }).run(batchId);
  expect(batch).toMatchObject({ state: 'done', predicted: 19, failed: { unanswered: 1 }, missing: 0 });
});
