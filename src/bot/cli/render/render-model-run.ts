import * as z from 'zod';
import { escapeUnprintable } from '../../../operations/kit/input/printable.ts';
import { textTable } from './table.ts';

const ModelRun = z.object({
  cases: z.array(
    z.object({
      id: z.union([z.string(), z.number()]),
      models: z.record(
        z.string(),
        z.object({ predicted_points: z.number(), confidence: z.number(), recommendation: z.string() }),
      ),
      absent: z.record(z.string(), z.string()),
    }),
  ),
});

/** One line for each case and model; for a model that could not run it says why. */
export function renderModelRun(data: unknown): string {
  const rows = ModelRun.parse(data).cases.flatMap(({ id, models, absent }) => [
    ...Object.entries(models).map(([systemId, { predicted_points, confidence, recommendation }]) => [
      id,
      systemId,
      predicted_points,
      confidence,
      recommendation,
    ]),
    ...Object.entries(absent).map(([systemId, reason]) => [
      id,
      systemId,
      null,
      null,
      `absent: ${escapeUnprintable(reason)}`,
    ]),
  ]);
  return textTable(['case', 'model', 'points', 'confidence', 'recommendation'], rows);
}
