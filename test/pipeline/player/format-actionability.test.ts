import { describe, expect, it } from 'vitest';
import { type FilterReason, filterReason } from '#src/pipeline/player/format-actionability.ts';
import type { RowFacts } from '#src/pipeline/player/row-facts.ts';
import { rowFacts } from './row-facts.ts';

const under = { recommendation: 'UNDER' } as const;

type Row = readonly [facts: Partial<RowFacts>, reason: FilterReason | null];

function table(...rows: readonly Row[]): readonly { facts: Partial<RowFacts>; reason: FilterReason | null }[] {
  return rows.map(([facts, reason]) => ({ facts, reason }));
}

describe('the reason not to act on a row', () => {
  it.each(
    table(
      [{}, null],
      [{ confidence: 87.99 }, null],
      [{ confidence: 88 }, 'confidence_tier_88_90'],
      [{ confidence: 89.99 }, 'confidence_tier_88_90'],
      [{ confidence: 90 }, null],
    ),
  )('the weak confidence tier: $facts gives $reason', ({ facts, reason }) => {
    expect(filterReason(rowFacts(facts))).toBe(reason);
  });

  it.each(
    table(
      [{ injuryStatus: 'unknown' }, 'unknown_injury_status'],
      [{ injuryStatus: 'unknown', edge: null, line: null }, 'unknown_injury_status'],
      [{ injuryStatus: 'questionable' }, null],
      [{ injuryStatus: 'probable' }, null],
    ),
  )('an injury status that Tipoff does not know: $facts gives $reason', ({ facts, reason }) => {
    expect(filterReason(rowFacts(facts))).toBe(reason);
  });

  it.each(
    table(
      [{ featureSource: 'last_season' }, 'last_season'],
      [{ featureSource: 'last_season', edge: null, line: null }, 'last_season'],
      [{ featureSource: 'last_season', injuryStatus: 'unknown' }, 'unknown_injury_status'],
      [{ featureSource: 'assumed_features' }, 'assumed_features'],
      [{ featureSource: 'assumed_features', edge: null, line: null }, 'assumed_features'],
    ),
  )('features of an earlier season or assumed ones: $facts gives $reason', ({ facts, reason }) => {
    expect(filterReason(rowFacts(facts))).toBe(reason);
  });

  it.each(
    table(
      [{ edge: 0 }, 'low_edge'],
      [{ edge: 2.99 }, 'low_edge'],
      [{ edge: 3 }, null],
      [{ edge: 2.99, recommendation: 'PASS' }, 'low_edge'],
    ),
  )('a low edge: $facts gives $reason', ({ facts, reason }) => {
    expect(filterReason(rowFacts(facts))).toBe(reason);
  });

  it.each(
    table(
      [{ ...under, season: 25, edge: 5 }, 'star_under_bias_suspect'],
      [{ ...under, season: 24.99, edge: 5 }, null],
      [{ ...under, season: 25, edge: 4.99 }, null],
      [{ recommendation: 'OVER', season: 25, edge: 5 }, null],
      [{ ...under, season: undefined, edge: 5 }, null],
    ),
  )('the UNDER of a star: $facts gives $reason', ({ facts, reason }) => {
    expect(filterReason(rowFacts(facts))).toBe(reason);
  });

  it.each(
    table(
      [{ ...under, season: 8, lastFive: 8, edge: 4.99 }, 'role_player_under_low_edge'],
      [{ ...under, season: 16, lastFive: 16, edge: 3 }, 'role_player_under_low_edge'],
      [{ ...under, season: 7.99, lastFive: 7.99, edge: 4.99 }, null],
      [{ ...under, season: 16.01, lastFive: 16.01, edge: 4.99 }, null],
      [{ ...under, season: 12, lastFive: 12, edge: 5 }, null],
      [{ recommendation: 'OVER', season: 12, lastFive: 12, edge: 4.99 }, null],
    ),
  )('the UNDER of a role player: $facts gives $reason', ({ facts, reason }) => {
    expect(filterReason(rowFacts(facts))).toBe(reason);
  });

  it.each(
    table(
      [{ ...under, lastFive: 23.01 }, 'hot_streak_under_risk'],
      [{ ...under, lastFive: 23 }, null],
      [{ recommendation: 'OVER', lastFive: 30 }, null],
      [{ ...under, lastFive: undefined }, null],
    ),
  )('an UNDER against a hot streak: $facts gives $reason', ({ facts, reason }) => {
    expect(filterReason(rowFacts(facts))).toBe(reason);
  });

  it.each(table([{ quality: 79.99 }, 'low_data_quality'], [{ quality: 80 }, null]))(
    'data of low quality: $facts gives $reason',
    ({ facts, reason }) => {
      expect(filterReason(rowFacts(facts))).toBe(reason);
    },
  );

  it.each(
    table(
      [{ confidence: 88, edge: 1, quality: 60 }, 'confidence_tier_88_90'],
      [{ edge: 1, quality: 60, ...under, lastFive: 30 }, 'low_edge'],
      [{ ...under, season: 10, lastFive: 20, edge: 4, quality: 60 }, 'role_player_under_low_edge'],
      [{ ...under, lastFive: 30, quality: 60 }, 'hot_streak_under_risk'],
      [{ ...under, season: 30, lastFive: 40, edge: 6, quality: 60 }, 'star_under_bias_suspect'],
    ),
  )(
    'with several reasons, the first in the order of the reference is kept: $facts gives $reason',
    ({ facts, reason }) => {
      expect(filterReason(rowFacts(facts))).toBe(reason);
    },
  );

  it('a star’s doubtful UNDER goes before the weak confidence tier, as in the reference', () => {
    expect(filterReason(rowFacts({ ...under, season: 30, edge: 6, confidence: 89 }))).toBe('star_under_bias_suspect');
  });

  it('without a line only the confidence tier counts', () => {
    const noLine = { recommendation: 'NO_LINE', line: null, edge: null, quality: 60 } as const;

    expect(filterReason(rowFacts(noLine))).toBeNull();
    expect(filterReason(rowFacts({ ...noLine, confidence: 88 }))).toBe('confidence_tier_88_90');
  });
});
