import { describe, expect, it } from 'vitest';
import { parseCases, runCases } from '#src/pipeline/models/golden-case.ts';
import { goldenAnswers, goldenText } from './golden-cases.ts';
import { RULE_MODELS } from './rule-models.ts';

describe('the models against what the reference systems answered', () => {
  const { cases } = runCases(RULE_MODELS, parseCases(goldenText()));
  const golden = goldenAnswers();

  it('runs all 40 cases, with every model present in some of them', () => {
    expect(cases).toHaveLength(40);
    expect(new Set(cases.flatMap((one) => Object.keys(one.models)))).toEqual(
      new Set(['moving_average', 'zone_matchup_v1', 'similarity_balanced_v1']),
    );
  });

  it.each(golden)('case $id: same points, confidence and recommendation, same models absent', ({ id, answers }) => {
    const ours = cases.find((one) => one.id === id)?.models ?? {};

    expect(Object.keys(ours).sort()).toEqual(answers.map((answer) => answer.systemId).sort());
    for (const { systemId, predicted, confidence, recommendation } of answers) {
      expect(ours[systemId]?.predicted_points).toBeCloseTo(predicted, 6);
      expect(ours[systemId]?.confidence).toBeCloseTo(confidence, 6);
      expect(ours[systemId]?.recommendation).toBe(recommendation);
    }
  });
});
