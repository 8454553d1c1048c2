import { expect, it } from 'vitest';
import { enqueuePosts } from '#src/coordination/outbox/post.ts';
import { slatePostKey } from '#src/pipeline/batch/announce-batch.ts';
import { readTipOffDates, readTipOffFacts } from '#src/pipeline/tip-off/read-tip-off.ts';
import { gitHistory } from '#src/platform/embedded/git-history.ts';
import { RESULTS } from '#test/bot/slack/messages/announcements-to-render.ts';
import { aServingTarget } from '../../coordination/deploys/a-serving-target.ts';
import { aNight, aPrediction, DATE, GAME, OTHER_GAME, playNight } from '../grading/a-night.ts';
import { warehouseOfFile } from '../warehouse-of-file.ts';

const emptied = warehouseOfFile();
const NO_DEPLOYS = { serviceMap: new Map(), history: gitHistory('/nowhere'), target: aServingTarget({}) };
const GAMES = [
  { id: OTHER_GAME, score: null, tipoff: '2026-02-06T03:00:00Z' },
  { id: GAME, score: null, tipoff: '2026-02-06T00:00:00Z' },
];

async function anEvening() {
  const deps = { ...(await aNight(await emptied())), ...NO_DEPLOYS };
  const of = (player: string, changed = {}) => aPrediction(deps.batchId, { player_lookup: player, ...changed });
  const withdrawn = { is_active: false, invalidation_reason: 'player_out' };
  await playNight(deps, {
    games: GAMES,
    points: [],
    predictions: [of('ann'), of('ann', { system_id: 'moving_average' }), of('ben'), of('out', withdrawn)],
  });
  const [date] = await readTipOffDates(deps);
  if (date === undefined) throw new Error('the schedule has no game');
  return { deps, date };
}

it('RT-52: every number of the card is counted in the stores', async () => {
  const { deps, date } = await anEvening();
  expect(await readTipOffFacts(deps, date)).toMatchObject({
    game_date: DATE,
    first_tipoff_at: '2026-02-06T00:00:00.000000Z',
    games: [
      { game_id: GAME, tipoff_at: '2026-02-06T00:00:00.000000Z' },
      { game_id: OTHER_GAME, tipoff_at: '2026-02-06T03:00:00.000000Z' },
    ],
    batch_id: deps.batchId,
    predictions: 3,
    players: 2,
    ruled_out: [{ player_name: 'OUT', team: 'Hg1' }],
    missing: 0,
    failed: 0,
    required_fix: { state: 'none' },
  });
});

it('a slate whose batch runs is not ready, and its message has no picks', async () => {
  const { deps, date } = await anEvening();
  const { problems, picks } = await readTipOffFacts(deps, date);
  expect(problems.map(({ finding }) => finding)).toContain('A batch is running and chooses its players.');
  expect(picks).toBeNull();
});

it('the picks are those of the slate’s message', async () => {
  const { deps, date } = await anEvening();
  await deps.store.transaction((transaction) =>
    enqueuePosts(transaction, [{ key: slatePostKey(DATE), announcement: RESULTS }]),
  );
  expect((await readTipOffFacts(deps, date)).picks).toEqual(RESULTS.picks);
});
