import * as z from 'zod';
import type { Model } from '../models/model.ts';

/** One training of a model, and the game dates that it predicted in a backtest. */
export const Training = z.object({
  system_id: z.string(),
  version: z.string(),
  file: z.string(),
  sha256: z.string(),
  /** Game dates, inclusive. */
  trained_from: z.string(),
  trained_to: z.string(),
  used_from: z.string(),
  used_to: z.string(),
});
export type Training = Readonly<z.infer<typeof Training>>;

export interface UsedModels {
  readonly gameDate: string;
  readonly models: readonly Model[];
}

/**
 * Returns each training used in a backtest with the dates it predicted, ordered by first use. `days` must be sorted by
 * date.
 */
export function trainingsUsed(days: readonly UsedModels[]): readonly Training[] {
  const trainings = new Map<string, Training>();
  for (const { gameDate, models } of days) {
    for (const { systemId, version, artifact } of models) {
      if (artifact === undefined) continue;
      const { file, sha256, trainedFrom, trainedTo } = artifact;
      const known = trainings.get(sha256);
      trainings.set(sha256, {
        system_id: systemId,
        version,
        file,
        sha256,
        trained_from: trainedFrom,
        trained_to: trainedTo,
        used_from: known?.used_from ?? gameDate,
        used_to: gameDate,
      });
    }
  }
  return [...trainings.values()];
}
