import * as z from 'zod';

/** Columns of equal length, newest game first, at most 30: a tenth of the parsing that a list of objects costs. */
const PlayerHistory = z.object({
  points: z.array(z.number()),
  opponent_tier: z.array(z.enum(['tier_1_elite', 'tier_2_average', 'tier_3_weak'])),
  days_rest: z.array(z.number()),
  is_home: z.array(z.boolean()),
  recent_form: z.array(z.enum(['hot', 'normal', 'cold'])),
});

/**
 * The input snapshot of one player: all a worker needs to predict. Taken once by the coordinator, so that a prediction repeated after a
 * crash or a restart is the same prediction.
 */
export const PlayerInput = z.object({
  feature_version: z.string(),
  /** By name. A missing feature has no key. */
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
