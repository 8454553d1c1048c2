import * as z from 'zod';

const PlayerPrediction = z.object({
  system_id: z.string(),
  predicted_points: z.number(),
  current_points_line: z.number().nullable(),
  line_margin: z.number().nullable(),
  confidence_score: z.number(),
  recommendation: z.string(),
  is_actionable: z.boolean().nullable(),
  filter_reason: z.string().nullable(),
  scoring_tier: z.string().nullable(),
  scenario_category: z.string().nullable(),
});
export type PlayerPrediction = z.infer<typeof PlayerPrediction>;

/** The data of `predict player`, as transports show it. */
export const PlayerPredictions = z.object({
  predictions: z.array(PlayerPrediction),
  /** Reasons why the other models have no prediction, by system id. */
  absent: z.record(z.string(), z.string()).default({}),
});
