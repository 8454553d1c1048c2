import { Problem } from '../../../platform/problem.ts';

const WHAT_TO_DO =
  'Nothing is predicted in its place. Put back the file and the card that belong together, or train the model again (models/README.md).';

/** A model that a file of the folder `models/` should give cannot be had; `reason` is a sentence about "it", that file. */
export function modelNotLoaded(file: string, reason: string, cause?: unknown): Problem {
  const message = `The model of models/${file} was not loaded. ${reason} ${WHAT_TO_DO}`;
  return new Problem({ code: 'model_not_loaded', message, cause });
}
