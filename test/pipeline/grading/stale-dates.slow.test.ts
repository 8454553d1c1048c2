import { expect, test } from 'vitest';
import { gradeDate } from '#src/pipeline/grading/grade-date.ts';
import { readStaleDates } from '#src/pipeline/grading/stale-dates.ts';
import { warehouseOfFile } from '../warehouse-of-file.ts';
import { aNight, aPrediction, DATE, GAME, type NightData, OTHER_GAME, playNight } from './a-night.ts';

const emptied = warehouseOfFile();
const ANN = { game: GAME, player: 'ann', side: 'home', points: 25 } as const;
const BEN = { game: GAME, player: 'ben', side: 'away', points: 10 } as const;
const NIGHT = { games: [{ id: GAME, score: [25, 10] }], points: [ANN, BEN] } as const;
const OTHER_BOX = [
  { game: OTHER_GAME, player: 'cal', side: 'home', points: 30 },
  { game: OTHER_GAME, player: 'dan', side: 'away', points: 20 },
] as const;

/** A graded night with predictions for ann, for sat, who did not play, and for a player of a game that is not over. */
async function aGradedNight() {
  const deps = await aNight(await emptied());
  const predictions = [
    aPrediction(deps.batchId),
    aPrediction(deps.batchId, { player_lookup: 'sat' }),
    aPrediction(deps.batchId, { player_lookup: 'cal', game_id: OTHER_GAME }),
  ];
  const play = (night: Pick<NightData, 'games' | 'points'>) => playNight(deps, { ...night, predictions });
  await play(NIGHT);
  await gradeDate(deps, DATE);
  return { deps, play };
}

test('grades that fit the box scores are not stale', async () => {
  const { deps } = await aGradedNight();
  expect(await readStaleDates(deps.warehouse)).toEqual([]);
});

test.for<[string, Pick<NightData, 'games' | 'points'>]>([
  ['the points of a player changed', { games: [{ id: GAME, score: [27, 10] }], points: [{ ...ANN, points: 27 }, BEN] }],
  [
    'a player has a row who had none',
    { ...NIGHT, points: [ANN, BEN, { game: GAME, player: 'sat', side: 'home', points: 0, minutes: 4 }] },
  ],
  [
    'the row of a player was removed',
    { games: [{ id: GAME, score: [25, 10] }], points: [{ ...ANN, player: 'eve' }, BEN] },
  ],
  [
    'another game has a box score',
    { games: [...NIGHT.games, { id: OTHER_GAME, score: [30, 20] }], points: [...NIGHT.points, ...OTHER_BOX] },
  ],
])('a date is stale when %s, until it is graded again', async ([, night]) => {
  const { deps, play } = await aGradedNight();
  await play(night);
  expect(await readStaleDates(deps.warehouse)).toEqual([DATE]);
  await gradeDate(deps, DATE);
  expect(await readStaleDates(deps.warehouse)).toEqual([]);
});
