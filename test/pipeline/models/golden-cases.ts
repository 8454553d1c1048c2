import { readFileSync } from 'node:fs';
import * as z from 'zod';

const FILE = new URL('../../fixtures/prediction-systems.json', import.meta.url);

const Recommendation = z.enum(['OVER', 'UNDER', 'PASS', 'NO_LINE']);
const Triple = z
  .tuple([z.number(), z.number(), Recommendation])
  .transform(([predicted, confidence, recommendation]) => ({ predicted, confidence, recommendation }));
const Named = z.object({ predicted: z.number().nullable(), confidence: z.number(), recommendation: Recommendation });

const Ensemble = z
  .tuple([z.number(), z.number(), Recommendation, z.enum(['high', 'good', 'moderate', 'low'])])
  .transform(([predicted, confidence, recommendation, agreement]) => ({
    predicted,
    confidence,
    recommendation,
    agreement,
  }));

const Expected = z.object({
  id: z.number(),
  expected: z.object({
    moving_average: Triple,
    zone_matchup_v1: Triple,
    similarity_balanced_v1: Named.nullable(),
    mock_xgboost_no_noise: Triple,
    catboost_with_raw: Named,
    ensemble_v1: Ensemble,
    ensemble_v1_1: Ensemble,
  }),
});

/** The text of the golden file: 40 inputs with the predictions of the reference systems. */
export function goldenText(): string {
  return readFileSync(FILE, 'utf8');
}

/** The predictions of the reference by id and case. A model is absent when it has no prediction in points. */
export function goldenAnswers() {
  const { cases } = z.object({ cases: z.array(Expected) }).parse(JSON.parse(goldenText()));
  return cases.map(({ id, expected }) => {
    const {
      mock_xgboost_no_noise: catboost_v8,
      catboost_with_raw: catboost_v9,
      ensemble_v1,
      ensemble_v1_1,
      ...rules
    } = expected;
    return {
      id,
      rules: present(rules),
      /** The slots of these ids in the reference: a mock, and CatBoost with a given raw value. */
      trained: present({ catboost_v8, catboost_v9 }),
      ensembles: { ensemble_v1, ensemble_v1_1 },
    };
  });
}

function present(answers: Readonly<Record<string, z.infer<typeof Named> | null>>) {
  return Object.entries(answers).flatMap(([systemId, answer]) =>
    answer === null || answer.predicted === null ? [] : [{ systemId, ...answer, predicted: answer.predicted }],
  );
}
