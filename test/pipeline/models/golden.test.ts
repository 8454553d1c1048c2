import { describe, expect, it } from 'vitest';
import { ensembleV1 } from '#src/pipeline/models/ensemble-v1.ts';
import { ensembleV1_1 } from '#src/pipeline/models/ensemble-v1-1.ts';
import { modelInput, parseCases, runCases } from '#src/pipeline/models/golden-case.ts';
import { runModels } from '#src/pipeline/models/run-models.ts';
import { aModel } from './a-model.ts';
import { goldenAnswers, goldenText } from './golden-cases.ts';
import { RULE_MODELS } from './rule-models.ts';

const inputs = parseCases(goldenText());
const golden = goldenAnswers();

describe('the rule-based models compared with the reference systems', () => {
  const { cases } = runCases(RULE_MODELS, inputs);

  it('run all 40 cases, and every model is present in some of them', () => {
    expect(cases).toHaveLength(40);
    expect(new Set(cases.flatMap((one) => Object.keys(one.models)))).toEqual(
      new Set(['moving_average', 'zone_matchup_v1', 'similarity_balanced_v1']),
    );
  });

  it.each(golden)('case $id: same points, confidence, recommendation and absent models', ({ id, rules }) => {
    const ours = cases.find((one) => one.id === id)?.models ?? {};

    expect(Object.keys(ours).sort()).toEqual(rules.map((answer) => answer.systemId).sort());
    for (const { systemId, predicted, confidence, recommendation } of rules) {
      expect(ours[systemId]?.predicted_points).toBeCloseTo(predicted, 6);
      expect(ours[systemId]?.confidence).toBeCloseTo(confidence, 6);
      expect(ours[systemId]?.recommendation).toBe(recommendation);
    }
  });
});

describe('the ensembles compared with the reference systems', () => {
  it.each(golden)(
    'case $id: the same components give the same result in both ensembles',
    ({ id, trained, ensembles }) => {
      const one = inputs.find((input) => input.id === id);
      if (one === undefined) throw new Error(`there is no case ${id}`);
      const stubs = trained.map(({ systemId, predicted: predictedPoints, confidence, recommendation }) => ({
        ...aModel(systemId, () => ({ predictedPoints, confidence, recommendation })),
        confidenceScale: 100 as const,
      }));

      const { results } = runModels([...RULE_MODELS, ...stubs, ensembleV1, ensembleV1_1], modelInput(one));

      for (const [systemId, expected] of Object.entries(ensembles)) {
        const ours = results.find((result) => result.systemId === systemId)?.prediction;
        expect(ours?.predictedPoints).toBeCloseTo(expected.predicted, 9);
        expect(ours?.confidence).toBeCloseTo(expected.confidence, 6);
        expect(ours?.recommendation).toBe(expected.recommendation);
        expect(ours?.agreement?.type).toBe(expected.agreement);
      }
    },
  );

  it('the golden cases cover every level of agreement but the lowest, and every recommendation', () => {
    const answers = golden.flatMap(({ ensembles }) => Object.values(ensembles));

    expect(new Set(answers.map(({ agreement }) => agreement))).toEqual(new Set(['high', 'good', 'moderate']));
    expect(new Set(answers.map(({ recommendation }) => recommendation))).toEqual(new Set(['PASS', 'OVER', 'UNDER']));
  });
});
