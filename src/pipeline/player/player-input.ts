import * as z from 'zod';

/**
 * Up to 30 past games, newest first, stored as columns of equal length. Parsing columns is ten times faster than
 * parsing a list of objects.
 */
const PlayerHistory = z.object({
  points: z.array(z.number()),
  opponent_tier: z.array(z.enum(['tier_1_elite', 'tier_2_average', 'tier_3_weak'])),
  days_rest: z.array(z.number()),
  is_home: z.array(z.boolean()),
  recent_form: z.array(z.enum(['hot', 'normal', 'cold'])),
});

/**
 * The input snapshot of one player: all data that a worker needs for the prediction. The snapshot is taken when the
 * player is requested, so that a repeat after a crash or a restart gives the same prediction.
 */
export const PlayerInput = z.object({
  feature_version: z.string(),
  /** The values of the features by name. A missing feature has no key. */
  features: z.record(z.string(), z.number()),
  /** 0 to 100. */
  quality_score: z.number(),
  /** The share of features that are present in each category, 0 to 100. */
  quality_by_category: z.record(z.string(), z.number()),
  days_rest: z.number().nullable(),
  line: z.number().nullable(),
  line_source: z.string().nullable(),
  history: PlayerHistory,
});
export type PlayerInput = z.infer<typeof PlayerInput>;
