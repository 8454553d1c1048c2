import { Problem } from '../../../platform/problem.ts';

/** Why a model file cannot be used, as a sentence about "it", the file. Who knows the file's name puts it in front. */
export function refusedFile(reason: string, cause?: unknown): Problem {
  return new Problem({ code: 'model_not_loaded', message: reason, cause });
}
