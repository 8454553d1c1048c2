import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { playersOf } from '#src/pipeline/player/player-document.ts';
import { parseRequest } from '#src/pipeline/player/prediction-request.ts';
import type { OutgoingMessage, Queue } from '#src/platform/queue.ts';
import { overdueRequests } from '#src/workers/overdue-requests.ts';
import { anOpenBatch } from '../pipeline/batch/an-open-batch.ts';
import { NOW, pipelineStores } from '../pipeline/pipeline-stores.ts';
import { aPlayer } from '../pipeline/player/a-player.ts';
import { aRunner } from './a-runner.ts';

const MINUTE_MS = 60_000;
const STEP_MS = 5_000;

/** A clock whose time changes only when the test advances it. */
function aClock() {
  let nowMs = NOW.getTime();
  return {
    now: () => new Date(nowMs),
    advance: (ms: number) => {
      nowMs += ms;
    },
  };
}

function lookupOf({ body }: OutgoingMessage): string {
  const parsed = parseRequest(body);
  if (parsed.type === 'poison') throw new Error(parsed.reason);
  return parsed.request.player_lookup;
}

/** A queue that accepts the first request of each of these players and never delivers it. */
function aQueueThatLoses(queue: Queue, lost: ReadonlySet<string>) {
  const left = new Set(lost);
  const publish: Queue['publish'] = (messages) =>
    queue.publish(messages.filter((message) => !left.delete(lookupOf(message))));
  return { ...queue, publish };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});

afterEach(() => {
  vi.useRealTimers();
});

it('a batch ends although the queue has lost requests', async () => {
  const stores = await pipelineStores();
  const { now, advance } = aClock();
  const { batch_id: batchId } = await anOpenBatch(stores.store, [aPlayer('a'), aPlayer('b'), aPlayer('c')]);
  const queue = aQueueThatLoses(stores.queue, new Set(['a', 'c']));
  let isRunning = true;
  const running = aRunner({ ...stores, queue, now })
    .run(batchId)
    .finally(() => {
      isRunning = false;
    });
  while (isRunning) {
    advance(STEP_MS);
    await vi.advanceTimersByTimeAsync(STEP_MS);
  }
  expect(await running).toMatchObject({ state: 'done' });
  const players = await stores.store.query(playersOf(batchId), {});
  expect(players.map(({ data }) => data.status)).toEqual(['predicted', 'predicted', 'predicted']);
});

it('publishes only the open requests, a minute after the last outcome, then after twice the wait each time', async () => {
  const { store, queue, log } = await pipelineStores();
  const { now, advance } = aClock();
  const published: string[][] = [];
  const publish: Queue['publish'] = async (messages) => {
    published.push(messages.map(lookupOf));
  };
  const { batch_id: batchId } = await anOpenBatch(store, [aPlayer('a'), aPlayer('b', { status: 'predicted' })]);
  const check = overdueRequests({ store, queue: { ...queue, publish }, now, log }, batchId);

  await check(2);
  advance(MINUTE_MS);
  await check(1);
  const publishedAfterMinutes: number[] = [];
  for (let minute = 1; minute <= 40; minute += 1) {
    advance(MINUTE_MS);
    const before = published.length;
    await check(1);
    if (published.length > before) publishedAfterMinutes.push(minute);
  }
  expect(publishedAfterMinutes).toEqual([1, 3, 7, 15, 25, 35]);
  expect(published.every((lookups) => lookups.join() === 'a')).toBe(true);
});

it('a batch continues when its requests cannot be published again', async () => {
  const { store, queue, log } = await pipelineStores();
  const { now, advance } = aClock();
  const warn = vi.fn();
  const publish: Queue['publish'] = () => Promise.reject(new Error('the queue is away'));
  const { batch_id: batchId } = await anOpenBatch(store, [aPlayer('a')]);
  const check = overdueRequests({ store, queue: { ...queue, publish }, now, log: { ...log, warn } }, batchId);
  await check(1);
  advance(MINUTE_MS);
  await check(1);
  expect(warn).toHaveBeenCalledWith(
    { batchId, error: new Error('the queue is away') },
    'the requests without an answer were not published again',
  );
});
