import * as z from 'zod';

/**
 * A player's past games, newest first and at most 30, stored as columns of equal length. Parsing columns is ten times
 * faster than parsing a list of objects.
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
 * player is requested, so that the worker makes the same prediction if it has to repeat it.
 */
export const PlayerInput = z.object({
  feature_version: z.string(),
  /** The values of the player's features by name. A missing feature has no key. */
  features: z.record(z.string(), z.number()),
  /** 0 to 100. */
  quality_score: z.number(),
  /** For each feature category, the percentage of features that the player has, 0 to 100. */
  quality_by_category: z.record(z.string(), z.number()),
  days_rest: z.number().nullable(),
  /** The features that use games of an earlier season. Snapshots of older program versions have no such list. */
  last_season_features: z.array(z.string()).default([]),
  /** The features with an assumed value: the usual one of the player's role, or the mean of both teams of the game. */
  assumed_features: z.array(z.string()).default([]),
  line: z.number().nullable(),
  line_source: z.string().nullable(),
  history: PlayerHistory,
});
export type PlayerInput = z.infer<typeof PlayerInput>;
