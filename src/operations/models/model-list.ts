import * as z from 'zod';

/** The data of `models list`, as transports show it. */
export const ModelList = z.object({
  models: z.array(
    z.object({
      system_id: z.string(),
      version: z.string(),
      kind: z.string(),
      file: z.string().nullable(),
      sha256: z.string().nullable(),
      trained_from: z.string().nullable(),
      trained_to: z.string().nullable(),
      features: z.number().nullable(),
      hold_out: z.object({ mae: z.number(), bias: z.number(), share_above: z.number(), games: z.number() }).nullable(),
    }),
  ),
});
