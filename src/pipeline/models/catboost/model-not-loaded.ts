import { Problem } from '../../../platform/problem.ts';

const NEXT_STEP =
  'Tipoff does not use another model instead. Restore the model file and its model card from the same training, or train the model again (see models/README.md).';

/**
 * The error for a model in `models/` that cannot be loaded. `reason` is a complete sentence about the model or its
 * file.
 */
export function modelNotLoaded(file: string, reason: string, cause?: unknown): Problem {
  const message = `The model of models/${file} was not loaded. ${reason} ${NEXT_STEP}`;
  return new Problem({ code: 'model_not_loaded', message, cause });
}
