import * as z from 'zod';
import { table } from './table.ts';

const ModelRun = z.object({
  cases: z.array(
    z.object({
      id: z.union([z.string(), z.number()]),
      models: z.record(
        z.string(),
        z.object({ predicted_points: z.number(), confidence: z.number(), recommendation: z.string() }),
      ),
    }),
  ),
});

/** One line for each case and model; a model that could not run has none. */
export function renderModelRun(data: unknown): string {
  const rows = ModelRun.parse(data).cases.flatMap(({ id, models }) =>
    Object.entries(models).map(([systemId, answer]) => [
      id,
      systemId,
      answer.predicted_points,
      answer.confidence,
      answer.recommendation,
    ]),
  );
  return table(['case', 'model', 'points', 'confidence', 'recommendation'], rows);
}
