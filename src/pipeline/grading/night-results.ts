import * as z from 'zod';
import { UserText } from '../../platform/user-text.ts';
import { NightPicks } from '../ledger/night-picks.ts';
import { SystemGrades } from './summarize-grades.ts';

/** One pick of a game date and its result. */
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

/**
 * Summarizes how well the predictions of a game date did. All numbers are computed from the table of graded
 * predictions.
 */
export const NightResults = z.object({
  game_date: z.string(),
  /** The published picks of the date and their record. Posts of older releases do not have this field. */
  picks: NightPicks.nullable().default(null),
  /**
   * The predictions that all numbers count. `backfill`: the date has no graded prediction from before the tip-off, so the
   * numbers describe a backfill and not published picks. Posts of older releases do not have this field.
   */
  basis: z.enum(['published', 'backfill']).default('published'),
  /** The number of graded predictions of a backfill that the numbers leave out. */
  backfilled: z.number().default(0),
  games: z.object({
    final: z.number(),
    /** The games that cannot be graded yet, each with its teams, such as `BOS at NYK`, and the reason. */
    open: z.array(z.object({ game: z.string(), reason: z.string() })).readonly(),
  }),
  /**
   * The number of active predictions of the date: the sum of `graded`, `voided_total`, `no_line` and `missing_actuals`.
   */
  predictions: z.number(),
  /** The number of predictions whose player played. */
  graded: z.number(),
  /** The number of predictions whose player did not play. Posts of older releases count them as graded. */
  voided_total: z.number().default(0),
  no_line: z.number(),
  missing_actuals: z.number(),
  /** The number of voided predictions by reason. */
  voided: z.record(z.string(), z.number()),
  /** The number of graded predictions whose player scored exactly the line. */
  pushes: z.number(),
  players: z.number(),
  players_voided: z.number(),
  /** The mean absolute error of the bookmakers' lines. Each player counts once, however many models predicted him. */
  line_mae: z.number().nullable(),
  /** The hit rate at which picks break even at the standard price of -110. */
  break_even: z.number(),
  /** The grades of each model, sorted by mean absolute error. */
  systems: z.array(SystemGrades).readonly(),
  /**
   * The id of the model whose results the headline shows. This is the headline model of the date or, if it has no
   * grades, the model with the smallest error.
   */
  leader: z.string(),
  /**
   * The headline model's correct pick that has the largest edge. `worst_call` is the model's wrong pick that has the
   * largest edge.
   */
  best_call: GradedPick.nullable(),
  worst_call: GradedPick.nullable(),
});
export type NightResults = z.infer<typeof NightResults>;

/** The channel's post about the results of a game date. */
export const ResultsAnnouncement = z.object({ type: z.literal('results'), ...NightResults.shape });
export type ResultsAnnouncement = z.infer<typeof ResultsAnnouncement>;
