import * as z from 'zod';
import { UserText } from '../../platform/user-text.ts';
import { SystemGrades } from './summarize-grades.ts';

/** One pick and its result. */
const GradedPick = z.object({
  player_name: UserText,
  team: z.string(),
  opponent: z.string(),
  recommendation: z.string(),
  line: z.number(),
  predicted_points: z.number(),
  actual_points: z.number(),
});
export type GradedPick = z.infer<typeof GradedPick>;

/** How the predictions of a game date did, from the table of graded rows. */
export const NightResults = z.object({
  game_date: z.string(),
  games: z.object({
    final: z.number(),
    /** The games that cannot be graded yet, as `BOS at NYK`, with the reason. */
    open: z.array(z.object({ game: z.string(), reason: z.string() })).readonly(),
  }),
  /** All active predictions: the sum of `graded`, `no_line` and `missing_actuals`. */
  predictions: z.number(),
  graded: z.number(),
  no_line: z.number(),
  missing_actuals: z.number(),
  /** The number of voided graded predictions by reason. */
  voided: z.record(z.string(), z.number()),
  /** Graded predictions whose player scored exactly the line. */
  pushes: z.number(),
  players: z.number(),
  players_voided: z.number(),
  /** Mean absolute error of the line, with each player counted once. */
  line_mae: z.number().nullable(),
  /** The hit rate that breaks even at the standard price of -110. */
  break_even: z.number(),
  /** Sorted by mean absolute error. */
  systems: z.array(SystemGrades).readonly(),
  /** The model in the headline: the champion or, without it, the model with the smallest error. */
  leader: z.string(),
  /** Two picks of the leading model: the correct one and the wrong one with the largest edge. */
  best_call: GradedPick.nullable(),
  worst_call: GradedPick.nullable(),
});
export type NightResults = z.infer<typeof NightResults>;

/** How the predictions of a game date did, as the post of the channel. */
export const ResultsAnnouncement = z.object({ type: z.literal('results'), ...NightResults.shape });
export type ResultsAnnouncement = z.infer<typeof ResultsAnnouncement>;
