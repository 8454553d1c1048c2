import { expect, it } from 'vitest';
import { gradePick, type PickOutcome } from '#src/pipeline/ledger/grade-pick.ts';

const scored = (points: number): PickOutcome => ({ type: 'played', points, minutes: 30 });
const OVER = { side: 'OVER', line: 21.5, price: 120 } as const;
const UNDER = { side: 'UNDER', line: 21.5, price: -125 } as const;

it.each([
  ['an over that the player beats wins at its price', { pick: OVER, points: 22 }, { result: 'won', profit_units: 1.2 }],
  ['an over that the player misses loses the stake', { pick: OVER, points: 21 }, { result: 'lost', profit_units: -1 }],
  [
    'an under that the player stays below wins at its price',
    { pick: UNDER, points: 21 },
    { result: 'won', profit_units: 0.8 },
  ],
  ['an under that the player beats loses the stake', { pick: UNDER, points: 22 }, { result: 'lost', profit_units: -1 }],
  ['exactly the line is a push', { pick: { ...OVER, line: 22 }, points: 22 }, { result: 'push', profit_units: 0 }],
  [
    'exactly the line is a push for an under, too',
    { pick: { ...UNDER, line: 22 }, points: 22 },
    { result: 'push', profit_units: 0 },
  ],
  ['no points in a game that he played is a result', { pick: UNDER, points: 0 }, { result: 'won', profit_units: 0.8 }],
] as const)('%s', (_, { pick, points }, graded) => {
  expect(gradePick(pick, scored(points))).toMatchObject({ ...graded, void_reason: null });
});

it.each([
  ['a player without minutes', { type: 'did-not-play', last_status: 'out' }, 'did_not_play'],
  ['a game that moved to another date', { type: 'game-moved' }, 'game_moved'],
] as const)('the pick of %s is void and costs nothing', (_, outcome, reason) => {
  expect(gradePick(OVER, outcome)).toEqual({
    result: 'void',
    void_reason: reason,
    actual_points: null,
    minutes_played: null,
    profit_units: 0,
  });
});

it('a price that does not exist is an error and not a result', () => {
  expect(() => gradePick({ ...OVER, price: 50 }, scored(30))).toThrow('invalid price 50');
});
