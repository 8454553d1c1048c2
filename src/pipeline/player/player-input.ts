import * as z from 'zod';

/** Up to 30 past games as columns of equal length, newest first. Parsing columns takes a tenth of the time of a list of objects. */
const PlayerHistory = z.object({
  points: z.array(z.number()),
  opponent_tier: z.array(z.enum(['tier_1_elite', 'tier_2_average', 'tier_3_weak'])),
  days_rest: z.array(z.number()),
  is_home: z.array(z.boolean()),
  recent_form: z.array(z.enum(['hot', 'normal', 'cold'])),
});

/**
 * The input snapshot of one player: everything a worker needs to predict. It is taken once, when the player is requested, so that a repeat
 * after a crash or a restart gives the same prediction.
 */
export const PlayerInput = z.object({
  feature_version: z.string(),
  /** Features by name. A missing feature has no key. */
  features: z.record(z.string(), z.number()),
  /** 0 to 100. */
  quality_score: z.number(),
  /** Share of present features by category, 0 to 100. */
  quality_by_category: z.record(z.string(), z.number()),
  days_rest: z.number().nullable(),
  line: z.number().nullable(),
  line_source: z.string().nullable(),
  history: PlayerHistory,
});
export type PlayerInput = z.infer<typeof PlayerInput>;
