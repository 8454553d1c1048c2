import * as z from 'zod';
import type { Model } from '../models/model.ts';

/**
 * The id and the file of a model that made active prediction rows of a date. The hash is null for a model without a
 * file.
 */
export const ModelFile = z.object({
  system_id: z.string(),
  model_sha256: z.string().nullable(),
  row_count: z.number(),
});
export type ModelFile = z.infer<typeof ModelFile>;

/**
 * Returns the model files of active prediction rows that do not belong to the model registry, because the registry has
 * no model of this id or a different file for it.
 */
export function foreignModels(found: readonly ModelFile[], models: readonly Model[]): readonly ModelFile[] {
  const hashes = new Map(models.map(({ systemId, artifact }) => [systemId, artifact?.sha256 ?? null]));
  return found.filter(({ system_id, model_sha256 }) => hashes.get(system_id) !== model_sha256);
}
