import { describe, expect, it } from 'vitest';
import { ensembleV1 } from '#src/pipeline/models/ensemble-v1.ts';
import { ensembleV1_1 } from '#src/pipeline/models/ensemble-v1-1.ts';
import { type Component, type EnsembleModel, isAbsent, type Prediction } from '#src/pipeline/models/model.ts';

function say(systemId: string, predictedPoints: number, changes: Partial<Component> = {}): Component {
  return { systemId, predictedPoints, confidencePercent: 80, recommendation: 'PASS', ...changes };
}

/** Every component of the ensemble predicts the same. */
function allSay(ensemble: EnsembleModel, points: number, changes: Partial<Component> = {}): readonly Component[] {
  return ensemble.components.map((systemId) => say(systemId, points, changes));
}

function combined(ensemble: EnsembleModel, components: readonly Component[], line?: number): Prediction {
  const answer = ensemble.combine(components, line);
  if (isAbsent(answer)) throw new Error(`${ensemble.systemId} is absent: ${answer.absent}`);
  return answer;
}

describe.each([ensembleV1, ensembleV1_1])('$systemId', (ensemble) => {
  it('is absent with no component and with one', () => {
    const slots = ensemble.components.length;
    const few = (count: number) => ({
      absent: `only ${count} of the ensemble's ${slots} components are present, and it needs 2`,
    });

    expect(ensemble.combine([], 20)).toEqual(few(0));
    expect(ensemble.combine([say('catboost_v9', 20)], 20)).toEqual(few(1));
    expect(ensemble.combine([say('catboost_v9', 20), say('moving_average', 20)], 20)).not.toHaveProperty('absent');
  });

  it.each([
    { spread: 0, type: 'high', percent: 95, bonus: 10 },
    { spread: 1.99, type: 'high', percent: 95, bonus: 10 },
    { spread: 2, type: 'good', percent: 85, bonus: 5 },
    { spread: 2.99, type: 'good', percent: 85, bonus: 5 },
    { spread: 3, type: 'moderate', percent: 70, bonus: -5 },
    { spread: 5.99, type: 'moderate', percent: 70, bonus: -5 },
    { spread: 6, type: 'low', percent: 70, bonus: -10 },
    { spread: 8, type: 'low', percent: 60, bonus: -10 },
    { spread: 20, type: 'low', percent: 50, bonus: -10 },
  ])(
    'with a spread of $spread points has $type agreement of $percent %, which changes the confidence by $bonus',
    ({ spread, type, percent, bonus }) => {
      const far = { confidencePercent: 60 };
      const two = [say('moving_average', 30 - spread, far), say('catboost_v9', 30 + spread, far)];

      expect(combined(ensemble, two)).toMatchObject({
        confidence: 60 + bonus,
        agreement: { type, percent: expect.closeTo(percent, 9), spread: expect.closeTo(spread, 9), systems: 2 },
      });
    },
  );

  it('adds five to the confidence when every component is present', () => {
    const all = allSay(ensemble, 20, { confidencePercent: 60 });

    expect(combined(ensemble, all).confidence).toBe(75);
    expect(combined(ensemble, all.slice(1)).confidence).toBe(70);
  });

  it.each([
    [0, 20],
    [100, 95],
  ])('clamps a mean confidence of %i to %i', (confidencePercent, clamped) => {
    const apart = [say('moving_average', 5), say('catboost_v9', 5 + (100 - confidencePercent) / 2)];
    const components = apart.map((one) => ({ ...one, confidencePercent: Math.max(confidencePercent, 1) }));

    expect(combined(ensemble, components).confidence).toBe(clamped);
  });

  it.each([
    [-10, 0],
    [70, 60],
  ])('clamps %i points to %i', (points, clamped) => {
    expect(combined(ensemble, allSay(ensemble, points)).predictedPoints).toBe(clamped);
  });

  it.each([
    [undefined, 'PASS'],
    [20, 'PASS'],
    [18.51, 'PASS'],
    [18.5, 'OVER'],
    [21.49, 'PASS'],
    [21.5, 'UNDER'],
  ])('20 points and a line of %s give %s: an edge of exactly 1.5 is enough', (line, recommendation) => {
    expect(combined(ensemble, allSay(ensemble, 20), line).recommendation).toBe(recommendation);
  });

  it.each([
    [49, 'PASS'],
    [50, 'OVER'],
  ])('a confidence of %i plus fifteen for agreement gives %s: 65 is enough', (confidencePercent, recommendation) => {
    const all = allSay(ensemble, 20, { confidencePercent });

    expect(combined(ensemble, all, 15).recommendation).toBe(recommendation);
  });

  it('follows a strict majority of its components, even against its own edge', () => {
    const under = { recommendation: 'UNDER' } as const;
    const all = allSay(ensemble, 20);
    const half = Math.floor(all.length / 2);
    const most = all.map((one, index) => (index <= half ? { ...one, ...under } : one));
    const notMost = all.map((one, index) => (index < half ? { ...one, ...under } : one));

    expect(combined(ensemble, most, 15).recommendation).toBe('UNDER');
    expect(combined(ensemble, notMost, 15).recommendation).toBe('OVER');
  });
});

it('ensemble_v1 weights each component by its confidence', () => {
  const components = [
    say('moving_average', 10, { confidencePercent: 50 }),
    say('catboost_v9', 20, { confidencePercent: 90 }),
  ];

  expect(combined(ensembleV1, components).predictedPoints).toBeCloseTo((10 * 50 + 20 * 90) / 140, 9);
});

it('ensemble_v1_1 normalizes its fixed weights over the components that are present', () => {
  const all = [
    say('moving_average', 10),
    say('zone_matchup_v1', 20),
    say('similarity_balanced_v1', 30),
    say('catboost_v9', 40),
  ];

  expect(combined(ensembleV1_1, all).predictedPoints).toBeCloseTo(10 * 0.2 + 20 * 0.1 + 30 * 0.25 + 40 * 0.45, 9);
  expect(combined(ensembleV1_1, all.slice(2)).predictedPoints).toBeCloseTo((30 * 0.25 + 40 * 0.45) / 0.7, 9);
});

it('ensemble_v1_1 counts its fifth slot, with weight 0, for spread, confidence and number of components', () => {
  const without = [say('moving_average', 20), say('catboost_v9', 20)];
  const withEight = [...without, say('catboost_v8', 50, { confidencePercent: 95 })];

  expect(combined(ensembleV1_1, withEight).predictedPoints).toBe(20);
  expect(combined(ensembleV1_1, withEight).agreement).toMatchObject({ type: 'low', systems: 3 });
  expect(combined(ensembleV1_1, withEight).confidence).toBeCloseTo((80 + 80 + 95) / 3 - 10, 9);
});
