import type { ModelResult } from '../models/run-models.ts';

/** The version of the code that made a prediction row. A field without a known value is null. */
export interface Build {
  readonly commit: string | null;
  /** The revision of the deployed service that made the prediction row. */
  readonly revision: string | null;
}

export const UNKNOWN_BUILD: Build = { commit: null, revision: null };

/**
 * The columns that identify the model of a prediction row: its version and, for a trained model, its file, hash and
 * training window.
 */
export function provenanceOf({ version, artifact }: Pick<ModelResult, 'version' | 'artifact'>) {
  return {
    model_version: version,
    model_file_name: artifact?.file,
    model_sha256: artifact?.sha256,
    model_training_start_date: artifact?.trainedFrom,
    model_training_end_date: artifact?.trainedTo,
  };
}
