import { expect, it } from 'vitest';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { Announcement } from '#src/pipeline/announcement.ts';
import { advanceBatch } from '#src/pipeline/batch/advance-batch.ts';
import { changeBatch } from '#src/pipeline/batch/change-batch.ts';
import { startBatch } from '#src/pipeline/batch/start-batch.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import { aTrail } from '../../coordination/audit/a-chain.ts';
import { NOW, pipelineStores } from '../pipeline-stores.ts';
import { GAME_DATE } from './an-open-batch.ts';

const asked = { gameDate: GAME_DATE, asOf: instantFromDate(NOW), mode: 'RETRY', now: NOW } as const;

it('RT-32: when many callers start a batch at once, one opens it and the others get its id', async () => {
  const { store } = await pipelineStores();

  const decisions = await Promise.all(
    Array.from({ length: 8 }, () => startBatch(store, { ...asked, auditContext: aTrail() })),
  );

  expect(decisions.filter(({ type }) => type === 'started')).toHaveLength(1);
  expect(new Set(decisions.map(({ batchId }) => batchId)).size).toBe(1);
});

it('two dates have one batch each', async () => {
  const { store } = await pipelineStores();
  await startBatch(store, { ...asked, auditContext: aTrail() });

  expect((await startBatch(store, { ...asked, auditContext: aTrail(), gameDate: '2026-02-06' })).type).toBe('started');
});

it('RT-05, RT-33: a batch without players is empty and complete at once, and frees the date', async () => {
  const deps = await pipelineStores();
  const first = await startBatch(deps.store, { ...asked, auditContext: aTrail() });
  const expected = { batchId: first.batchId, state: 'preparing', generation: 1 } as const;
  await changeBatch(deps.store, expected, async () => ({ state: 'open' }));

  const advance = await advanceBatch(deps, first.batchId);

  expect(advance).toMatchObject({ type: 'ended', batch: { state: 'done', result: 'empty', is_complete: true } });
  const posts = await deps.store.query({ collection: POSTS }, {});
  const told = posts.map(({ data }) => Announcement.parse(JSON.parse(data.wanted)));
  expect(told, 'an empty slate is one message').toMatchObject([{ type: 'slate', headline: 'empty' }]);
  const second = await startBatch(deps.store, { ...asked, auditContext: aTrail() });
  expect(second.type).toBe('started');
  expect(second.batchId).not.toBe(first.batchId);
});
