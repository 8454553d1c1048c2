import * as z from 'zod';
import type { Model } from '../models/model.ts';

/** The active rows of a date that come from one file of one model. The hash is null for a model without a file. */
export const ModelFile = z.object({
  system_id: z.string(),
  model_sha256: z.string().nullable(),
  row_count: z.number(),
});
export type ModelFile = z.infer<typeof ModelFile>;

/** Model files with active rows that do not belong to the registry: an unknown id, or another file under a known id (RT-24, RT-39). */
export function foreignModels(found: readonly ModelFile[], models: readonly Model[]): readonly ModelFile[] {
  const hashes = new Map(models.map(({ systemId, artifact }) => [systemId, artifact?.sha256 ?? null]));
  return found.filter(({ system_id, model_sha256 }) => hashes.get(system_id) !== model_sha256);
}
