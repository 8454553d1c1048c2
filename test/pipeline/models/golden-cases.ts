import { readFileSync } from 'node:fs';
import * as z from 'zod';

const FILE = new URL('../../fixtures/prediction-systems.json', import.meta.url);

const Recommendation = z.enum(['OVER', 'UNDER', 'PASS', 'NO_LINE']);
const Triple = z
  .tuple([z.number(), z.number(), Recommendation])
  .transform(([predicted, confidence, recommendation]) => ({ predicted, confidence, recommendation }));
const Named = z.object({ predicted: z.number().nullable(), confidence: z.number(), recommendation: Recommendation });

const Expected = z.object({
  id: z.number(),
  expected: z.object({
    moving_average: Triple,
    zone_matchup_v1: Triple,
    similarity_balanced_v1: Named.nullable(),
  }),
});

/** The text of the golden file: 40 inputs with what the reference systems answered. */
export function goldenText(): string {
  return readFileSync(FILE, 'utf8');
}

/** What the reference answered, by case; a model without an answer, or with none in points, is absent. */
export function goldenAnswers() {
  const { cases } = z.object({ cases: z.array(Expected) }).parse(JSON.parse(goldenText()));
  return cases.map(({ id, expected }) => ({
    id,
    answers: Object.entries(expected).flatMap(([systemId, answer]) =>
      answer === null || answer.predicted === null ? [] : [{ systemId, ...answer, predicted: answer.predicted }],
    ),
  }));
}
