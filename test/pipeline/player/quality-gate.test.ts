import { describe, expect, it } from 'vitest';
import { FEATURE_NAMES } from '#src/pipeline/features/feature-names.ts';
import { checkQuality } from '#src/pipeline/player/quality-gate.ts';
import { CATEGORY_FLOORS, OPTIONAL_FEATURES } from '#src/pipeline/player/quality-modes.ts';
import { RunMode } from '#src/pipeline/player/run-mode.ts';

const MODES = RunMode.options;

const GOOD_FEATURES: Readonly<Record<string, number>> = {
  ...Object.fromEntries(FEATURE_NAMES.map((name) => [name, 1])),
  opponent_def_rating: 112,
};

const GOOD = {
  feature_version: 'v2_37features',
  features: GOOD_FEATURES,
  quality_score: 100,
  quality_by_category: { matchup: 100, player_history: 100, team_context: 100, game_context: 100, vegas: 100 },
};

function without(...names: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(GOOD_FEATURES).filter(([name]) => !names.includes(name)));
}

describe('the quality gate', () => {
  it.each(MODES)('lets good data through in mode %s', (mode) => {
    expect(checkQuality(GOOD, mode)).toEqual({ verdict: 'predict' });
  });

  it.each([
    ['FIRST', 85],
    ['RETRY', 85],
    ['FINAL_RETRY', 80],
    ['LAST_CALL', 70],
    ['BACKFILL', 70],
  ] as const)('RT-28: mode %s predicts from a quality of %i on', (mode, least) => {
    expect(checkQuality({ ...GOOD, quality_score: least }, mode)).toEqual({ verdict: 'predict' });
    expect(checkQuality({ ...GOOD, quality_score: least - 0.01 }, mode)).toMatchObject({
      verdict: 'skip',
      reason: 'quality_too_low',
    });
  });

  it.each(MODES.flatMap((mode) => [0, 49.9, Number.NaN].map((quality) => [mode, quality] as const)))(
    'RT-28: mode %s does not force a quality of %f',
    (mode, quality) => {
      expect(checkQuality({ ...GOOD, quality_score: quality }, mode)).toMatchObject({ reason: 'quality_too_low' });
    },
  );
});

describe('RT-27: a missing category behind a good average', () => {
  const cases = MODES.flatMap((mode) => Object.keys(CATEGORY_FLOORS).map((category) => ({ mode, category })));

  it.each(cases)('$category at 0 blocks in mode $mode', ({ mode, category }) => {
    const quality_by_category = { ...GOOD.quality_by_category, [category]: 0 };

    expect(checkQuality({ ...GOOD, quality_by_category }, mode)).toMatchObject({
      verdict: 'skip',
      reason: 'quality_too_low',
      detail: `the quality of the ${category} features is 0, and every run mode needs at least 50 percent`,
    });
  });

  it.each(cases)('$category without a measurement blocks in mode $mode', ({ mode, category }) => {
    const rest = Object.entries(GOOD.quality_by_category).filter(([name]) => name !== category);

    expect(checkQuality({ ...GOOD, quality_by_category: Object.fromEntries(rest) }, mode)).toMatchObject({
      reason: 'quality_too_low',
    });
  });

  it('matchup passes at 50 and not below', () => {
    const at = (matchup: number) => ({ ...GOOD, quality_by_category: { ...GOOD.quality_by_category, matchup } });

    expect(checkQuality(at(50), 'LAST_CALL').verdict).toBe('predict');
    expect(checkQuality(at(49.9), 'LAST_CALL').verdict).toBe('skip');
  });

  it('missing lines block nobody', () => {
    const quality_by_category = { ...GOOD.quality_by_category, vegas: 0 };
    const features = without('vegas_points_line', 'vegas_opening_line', 'vegas_line_move');

    expect(checkQuality({ ...GOOD, features, quality_by_category }, 'FIRST').verdict).toBe('predict');
  });
});

describe('RT-26: a missing feature', () => {
  const required = FEATURE_NAMES.slice(0, 37).filter((name) => !OPTIONAL_FEATURES.includes(name));
  const appended = FEATURE_NAMES.slice(37);

  it.each(required)('%s skips the player in every mode, and is named', (name) => {
    for (const mode of MODES) {
      expect(checkQuality({ ...GOOD, features: without(name) }, mode)).toEqual({
        verdict: 'skip',
        reason: 'missing_features',
        detail: name,
      });
    }
  });

  it.each(OPTIONAL_FEATURES)('%s is optional', (name) => {
    expect(checkQuality({ ...GOOD, features: without(name) }, 'FIRST').verdict).toBe('predict');
  });

  it.each(appended)('%s was appended and is never required', (name) => {
    const newest = { ...GOOD, feature_version: `v2_${FEATURE_NAMES.length}features` };
    expect(checkQuality({ ...newest, features: without(name) }, 'FIRST').verdict).toBe('predict');
  });

  it('the optional ones are numbers 6, 8, 18 to 20 and 25 to 27 of the vector', () => {
    expect(OPTIONAL_FEATURES.map((name) => FEATURE_NAMES.indexOf(name))).toEqual([6, 8, 18, 19, 20, 25, 26, 27]);
  });

  it.each([
    ['v2_33features', ['dnp_rate', 'pts_slope_10g', 'pts_vs_season_zscore', 'breakout_flag'], 'predict'],
    ['v2_37features', ['dnp_rate'], 'skip'],
    ['v2_39features', ['dnp_rate'], 'skip'],
    ['a version without a number', ['dnp_rate'], 'skip'],
    ['v9_0features', ['points_avg_last_5'], 'skip'],
  ])('RT-19: %s without %s: %s', (feature_version, names, verdict) => {
    expect(checkQuality({ ...GOOD, feature_version, features: without(...names) }, 'FIRST').verdict).toBe(verdict);
  });
});

describe('an impossible feature', () => {
  it.each([
    ['fatigue_score', -0.1],
    ['fatigue_score', 100.1],
    ['points_avg_season', 60.1],
    ['points_avg_season', -1],
    ['points_avg_last_5', 80.1],
    ['points_avg_last_10', -0.1],
    ['opponent_def_rating', 94.9],
    ['opponent_def_rating', 125.1],
    ['opponent_def_rating', 0],
    ['breakout_risk_score', 100.1],
    ['composite_breakout_signal', 5.5],
    ['home_away', 0.5],
    ['back_to_back', 2],
    ['playoff_game', -1],
    ['has_vegas_line', 20.5],
    ['team_pace', Number.NaN],
    ['pct_paint', Number.POSITIVE_INFINITY],
  ])('%s = %f skips the player in every mode, and is named', (name, value) => {
    for (const mode of MODES) {
      expect(checkQuality({ ...GOOD, features: { ...GOOD_FEATURES, [name]: value } }, mode)).toEqual({
        verdict: 'skip',
        reason: 'invalid_features',
        detail: `${name} = ${value}`,
      });
    }
  });

  it.each([
    ['fatigue_score', 0],
    ['fatigue_score', 100],
    ['points_avg_last_5', 80],
    ['points_avg_season', 0],
    ['opponent_def_rating', 95],
    ['opponent_def_rating', 125],
  ])('%s = %f is possible', (name, value) => {
    expect(checkQuality({ ...GOOD, features: { ...GOOD_FEATURES, [name]: value } }, 'FIRST').verdict).toBe('predict');
  });
});

describe('RT-29: a gate that cannot decide', () => {
  it('throws on an unknown mode', () => {
    expect(() => checkQuality(GOOD, JSON.parse('"FORCE"'))).toThrowError('FORCE');
  });

  it('throws on unreadable data', () => {
    const unreadable = new Proxy(GOOD_FEATURES, {
      get() {
        throw new Error('unreadable');
      },
    });

    expect(() => checkQuality({ ...GOOD, features: unreadable }, 'LAST_CALL')).toThrowError('unreadable');
  });
});
