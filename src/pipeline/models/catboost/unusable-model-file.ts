import { Problem } from '../../../platform/problem.ts';

/**
 * The error for a model file that cannot be used. `reason` is a complete sentence about the model or its file. Callers
 * add the file's name.
 */
export function unusableModelFile(reason: string, cause?: unknown): Problem {
  return new Problem({ code: 'model_not_loaded', message: reason, cause });
}
