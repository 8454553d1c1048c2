import * as z from 'zod';
import type { Model } from '../models/model.ts';

/** A model file that active prediction rows of a date come from. The hash is null for a model without a file. */
export const ModelFile = z.object({
  system_id: z.string(),
  model_sha256: z.string().nullable(),
  row_count: z.number(),
});
export type ModelFile = z.infer<typeof ModelFile>;

/**
 * Returns the model files of active prediction rows that do not belong to the registry, because the model's id is
 * unknown or its file is a different one.
 */
export function foreignModels(found: readonly ModelFile[], models: readonly Model[]): readonly ModelFile[] {
  const hashes = new Map(models.map(({ systemId, artifact }) => [systemId, artifact?.sha256 ?? null]));
  return found.filter(({ system_id, model_sha256 }) => hashes.get(system_id) !== model_sha256);
}
