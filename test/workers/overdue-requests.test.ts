import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { type PlayerDocument, playersOf } from '#src/pipeline/player/player-document.ts';
import { parseRequest } from '#src/pipeline/player/prediction-request.ts';
import type { Written } from '#src/platform/document-store.ts';
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

/** Runs a batch to its end after a take-over, while a minute passes again and again. Resolves to the batch and its players. */
async function takenOver(players: readonly Written<PlayerDocument>[], lost: readonly string[]) {
  const stores = await pipelineStores();
  const { now, advance } = aClock();
  const { batch_id: batchId } = await anOpenBatch(stores.store, players);
  const queue = aQueueThatLoses(stores.queue, new Set(lost));
  let isRunning = true;
  const stop = () => {
    isRunning = false;
  };
  // A batch that hangs ends with the time limit of the test.
  onTestFinished(stop);
  const running = aRunner({ ...stores, queue, now })
    .run(batchId)
    .finally(stop);
  while (isRunning) {
    advance(STEP_MS);
    await vi.advanceTimersByTimeAsync(STEP_MS);
  }
  return { batch: await running, players: await stores.store.query(playersOf(batchId), {}) };
}

const PREDICTED = ['predicted', 'predicted', 'predicted'];

it.each<[string, readonly number[], readonly string[]]>([
  ['requests', [0, 0, 0], ['a', 'c']],
  ['a request that is published alone, because it may have caused a crash', [1, 1, 2], ['b']],
  ['a request that is published before one that may have caused a crash', [0, 0, 1], ['a']],
  ['every request once', [0, 1, 2], ['a', 'b', 'c']],
])('a batch that was taken over ends although the queue has lost %s', async (_, republications, lost) => {
  const lookups = ['a', 'b', 'c'];
  const requested = lookups.map((lookup, index) => aPlayer(lookup, { republished: republications[index] ?? 0 }));
  const { batch, players } = await takenOver(requested, lost);
  expect(batch).toMatchObject({ state: 'done' });
  expect(players.map(({ data }) => data.status)).toEqual(PREDICTED);
});

it('publishes only the open requests, a minute after the last outcome, then after twice the wait each time', async () => {
  const { store, queue, log } = await pipelineStores();
  const { now, advance } = aClock();
  const published: string[][] = [];
  const publish: Queue['publish'] = async (messages) => {
    published.push(messages.map(lookupOf));
  };
  const { batch_id: batchId } = await anOpenBatch(store, [aPlayer('a'), aPlayer('b', { status: 'predicted' })]);
  const check = overdueRequests({ store, queue: { ...queue, publish }, now, log }, { batchId });

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
  const check = overdueRequests({ store, queue: { ...queue, publish }, now, log: { ...log, warn } }, { batchId });
  await check(1);
  advance(MINUTE_MS);
  await check(1);
  expect(warn).toHaveBeenCalledWith(
    { batchId, error: new Error('the queue is away') },
    'the requests without an answer were not published again',
  );
});
