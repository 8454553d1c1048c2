import { agreementOf } from './agreement.ts';
import { clamp, POINTS } from './clamp.ts';
import type { Component, ModelAnswer, Recommendation } from './model.ts';

const MIN_COMPONENTS = 2;
const CONFIDENCE_RANGE = { min: 20, max: 95 };
const ALL_PRESENT_BONUS = 5;
const CONFIDENCE_BONUS = { high: 10, good: 5, moderate: -5, low: -10 } as const;
/** An ensemble makes a pick only with at least this confidence and at least this edge in points. */
const CONFIDENCE = 65;
const EDGE = 1.5;

export interface Combination {
  /** The number of components that the ensemble has when every component made a prediction. */
  readonly slots: number;
  readonly weightOf: (component: Component) => number;
  readonly line: number | undefined;
}

/**
 * Predicts the weighted mean of the components' predictions. The confidence, 0 to 100, increases with the agreement of
 * the components (domain notes 1.7 and 1.8). The ensemble makes no prediction with fewer than two components, or when
 * no component has a weight. In these cases the reference system predicts zero points.
 */
export function combineComponents(
  components: readonly Component[],
  { slots, weightOf, line }: Combination,
): ModelAnswer {
  if (components.length < MIN_COMPONENTS)
    return {
      absent: `only ${components.length} of the ensemble's ${slots} components are present, and it needs ${MIN_COMPONENTS}`,
    };
  const total = sum(components.map(weightOf));
  if (!(total > 0)) return { absent: "none of the ensemble's present components has a weight" };
  const weighted = sum(components.map((component) => component.predictedPoints * weightOf(component)));
  const predictedPoints = clamp(weighted / total, POINTS);
  const agreement = agreementOf(components.map((component) => component.predictedPoints));
  const meanConfidence = sum(components.map((component) => component.confidencePercent)) / components.length;
  const bonus = CONFIDENCE_BONUS[agreement.type] + (components.length === slots ? ALL_PRESENT_BONUS : 0);
  const confidence = clamp(meanConfidence + bonus, CONFIDENCE_RANGE);
  const recommendation = confidence < CONFIDENCE ? 'PASS' : recommend(predictedPoints, line, components);
  return { predictedPoints, confidence, recommendation, agreement };
}

function recommend(
  predictedPoints: number,
  line: number | undefined,
  components: readonly Component[],
): Recommendation {
  if (line === undefined || Math.abs(predictedPoints - line) < EDGE) return 'PASS';
  return majority(components) ?? (predictedPoints > line ? 'OVER' : 'UNDER');
}

function majority(components: readonly Component[]): 'OVER' | 'UNDER' | undefined {
  return (['OVER', 'UNDER'] as const).find(
    (side) => components.filter(({ recommendation }) => recommendation === side).length > components.length / 2,
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
