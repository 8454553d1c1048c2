import { expect, it } from 'vitest';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { announceResults } from '#src/pipeline/grading/announce-results.ts';
import type { NightResults } from '#src/pipeline/grading/night-results.ts';
import { NIGHT } from '#test/bot/slack/messages/a-night.ts';
import { memoryStore } from '../pipeline-stores.ts';

const night = (game_date: string, pushes = 0): NightResults => {
  const { type: _, ...results } = NIGHT;
  return { ...results, game_date, pushes };
};

it('the channel shows the newest graded night; an older night is only updated where its message exists', async () => {
  const store = memoryStore();
  const told = async () =>
    (await store.query({ collection: POSTS }, {})).map(({ id, data }) => [id, JSON.parse(data.wanted).pushes]);

  await announceResults(store, night('2026-02-05'), '2026-02-05');
  await announceResults(store, night('2026-02-04'), '2026-02-05');
  expect(await told()).toEqual([['results-2026-02-05', 0]]);

  await announceResults(store, night('2026-02-06'), '2026-02-06');
  await announceResults(store, night('2026-02-05', 3), '2026-02-06');
  expect(await told()).toEqual([
    ['results-2026-02-05', 3],
    ['results-2026-02-06', 0],
  ]);
});
