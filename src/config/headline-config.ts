import * as z from 'zod';
import { MODEL_IDS } from '../pipeline/models/registry.ts';
import { parseVariables } from './parse-variables.ts';

const BY_GRADES = 'auto';

const HeadlineVariables = z.object({
  TIPOFF_HEADLINE_MODEL: z
    .enum([BY_GRADES, ...MODEL_IDS], {
      error: `it must be ${BY_GRADES} (the default) or the id of a model: ${MODEL_IDS.join(', ')}`,
    })
    .default(BY_GRADES),
});

/** Reads the id of the model that always gives the projections. It is undefined if the grades decide. */
export function readPinnedHeadline(variables: Readonly<Record<string, string | undefined>>): string | undefined {
  const { TIPOFF_HEADLINE_MODEL: id } = parseVariables(HeadlineVariables, variables);
  return id === BY_GRADES ? undefined : id;
}
