import * as z from 'zod';
import { RunMode } from '../../../pipeline/player/run-mode.ts';
import { quoteInput } from './printable.ts';

/** The run mode: how strict a batch is about the quality of its data. Upper and lower case are equal. */
export const RunModeText = z
  .string()
  .transform((value) => value.trim().toUpperCase())
  .pipe(
    z.enum(RunMode.options, {
      error: ({ input }) => `${quoteInput(input)} is not a mode; write one of ${RunMode.options.join(', ')}`,
    }),
  )
  .meta({ enum: RunMode.options });
