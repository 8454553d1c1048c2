import { describe, expect, it } from 'vitest';
import { parseCases, runCases } from '#src/pipeline/models/golden-case.ts';
import { EXAMPLE_INPUT } from './example-input.ts';
import { RULE_MODELS } from './rule-models.ts';

const PAST_GAME = {
  points: 24,
  opponent_tier: 'tier_2_average',
  days_rest: 1,
  is_home: true,
  recent_form: 'normal',
};

const EXAMPLE = {
  id: 'example',
  line: 19.5,
  quality: 90,
  days_rest: 1,
  features: EXAMPLE_INPUT.features,
  history: EXAMPLE_INPUT.history.map(({ points }) => ({ ...PAST_GAME, points })),
};

function run(one: object) {
  return runCases(RULE_MODELS, parseCases(JSON.stringify({ cases: [one] }))).cases[0];
}

describe('a case file', () => {
  it('gives points, confidence in the model’s own scale, and recommendation, by model', () => {
    const answer = run(EXAMPLE);

    expect(answer?.id).toBe('example');
    expect(answer?.models).toEqual({
      moving_average: { predicted_points: expect.closeTo(21.9, 6), confidence: 0.52, recommendation: 'OVER' },
      zone_matchup_v1: { predicted_points: expect.closeTo(23.324, 6), confidence: 0.52, recommendation: 'OVER' },
      similarity_balanced_v1: { predicted_points: 25.08, confidence: 65, recommendation: 'OVER' },
    });
  });

  it.each([null, 'NaN', 'Infinity', '-Infinity'])('RT-26: a model whose feature is %s is absent', (value) => {
    const answer = run({ ...EXAMPLE, features: { ...EXAMPLE.features, points_avg_last_10: value } });

    expect(Object.keys(answer?.models ?? {})).toEqual(['zone_matchup_v1', 'similarity_balanced_v1']);
    expect(answer?.absent).toEqual({ moving_average: expect.stringContaining('points_avg_last_10') });
  });

  it('accepts NaN as Python writes it, and does not change strings', () => {
    const text = JSON.stringify({ cases: [{ ...EXAMPLE, id: 'NaN or Infinity' }] });
    const cases = parseCases(text.replace('"pace_score":1', '"pace_score":NaN'));

    expect(cases[0]?.id).toBe('NaN or Infinity');
    expect(cases[0]?.features['pace_score']).toBeNaN();
  });

  it('may have line, rest and history missing or null', () => {
    const { line, days_rest, history, ...rest } = EXAMPLE;

    expect(run(rest)).toEqual(run({ ...rest, line: null, days_rest: null, history: null }));
    expect(Object.keys(run(rest)?.models ?? {})).toEqual(['moving_average', 'zone_matchup_v1']);
  });

  it.each([
    ['', 'not JSON'],
    ['{"cases": [', 'not JSON'],
    ['[]', 'does not contain the list "cases"'],
    ['{"cases": {}}', 'does not contain the list "cases"'],
    ['{"cases": [7]}', 'Case number 1 of the file: the case is 7'],
    ['{"cases": [{"id": 3, "quality": "high"}]}', 'Case 3: `quality` is "high". Expected number.'],
    [
      '{"cases": [{"id": 3, "quality": 9, "features": {"pace_score": "fast"}}]}',
      '`features.pace_score` is "fast". Expected a number, or null for a missing feature.',
    ],
    ['{"cases": [{"id": 3, "quality": 9, "features": {}, "history": [{}]}]}', '`history.0.points` is missing'],
  ])('%s is refused with a sentence: %s', (text, sentence) => {
    expect(() => parseCases(text)).toThrowError(sentence);
    expect(() => parseCases(text)).toThrowError(expect.objectContaining({ name: 'Problem', code: 'bad_cases' }));
  });
});
