import { expect, it } from 'vitest';
import { gradeDate } from '#src/pipeline/grading/grade-date.ts';
import { readHealthFacts } from '#src/pipeline/health/read-daily-health.ts';
import { aNight, aPrediction, DATE, GAME, OTHER_GAME, playNight } from '../grading/a-night.ts';
import { warehouseOfFile } from '../warehouse-of-file.ts';

const emptied = warehouseOfFile();

it('RT-52: every number of the morning is counted in the tables', async () => {
  const deps = await aNight(await emptied());
  const of = (player: string, changed = {}) => aPrediction(deps.batchId, { player_lookup: player, ...changed });
  await playNight(deps, {
    games: [
      { id: GAME, score: [25, 10] },
      { id: OTHER_GAME, score: null },
    ],
    points: [
      { game: GAME, player: 'ann', side: 'home', points: 25 },
      { game: GAME, player: 'ben', side: 'away', points: 10 },
    ],
    predictions: [of('ann'), of('ben'), of('sat'), of('late', { game_id: OTHER_GAME })],
    lines: [],
  });
  await gradeDate(deps, DATE);

  expect(await readHealthFacts(deps, '2026-02-06')).toMatchObject({
    headline_model: 'catboost_v9',
    yesterday: { game_date: DATE, games: 2, open_games: 1, graded: 2, voided: 1 },
    today: { games: 0, players: 0, predictions: 0 },
    week: [{ game_date: DATE, graded: 2, won: 1, lost: 1, voided: 1 }],
    imported_at: null,
    unmatched_names: 0,
    incidents: [],
  });
});
