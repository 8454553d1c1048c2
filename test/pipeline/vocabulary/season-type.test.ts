import { describe, expect, test } from 'vitest';
import { countsInSeason, seasonTypeOf, uncountedTypeOfGameId } from '#src/pipeline/vocabulary/season-type.ts';

describe('a season type', () => {
  test.for([
    ['regular', 'regular', 'yes'],
    ['Regular Season', 'regular', 'yes'],
    ['Play-In', 'play_in', 'yes'],
    ['PlayIn', 'play_in', 'yes'],
    ['Playoffs', 'playoffs', 'yes'],
    ['Post Season', 'playoffs', 'yes'],
    ['NBA Cup', 'cup', 'yes'],
    ['In-Season Tournament', 'cup', 'yes'],
    ['Preseason', 'preseason', 'no'],
    ['Pre Season', 'preseason', 'no'],
    ['All-Star', 'all_star', 'no'],
    ['All Star Game', 'all_star', 'no'],
    ['Exhibition', 'exhibition', 'no'],
    ['Summer League', 'exhibition', 'no'],
  ] as const)('%s is %s, which counts: %s', ([text, type, counts]) => {
    expect(seasonTypeOf(text)).toBe(type);
    expect(countsInSeason(type)).toBe(counts);
  });

  test('outside the vocabulary is unknown', () => {
    expect(seasonTypeOf('autumn')).toBeUndefined();
  });
});

test.for([
  ['0012500012', 'preseason'],
  ['0032500001', 'all_star'],
  ['0022500733', undefined],
  ['0042500101', undefined],
  ['0052500101', undefined],
  ['0062500001', undefined],
  ['1250001234', undefined],
] as const)('the game id %s shows the uncounted type %s', ([gameId, type]) => {
  expect(uncountedTypeOfGameId(gameId)).toBe(type);
});
