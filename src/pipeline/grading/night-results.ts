import * as z from 'zod';
import { SystemGrades } from './summarize-grades.ts';

/** One pick and what became of it. */
const GradedCall = z.object({
  player_name: z.string(),
  team: z.string(),
  opponent: z.string(),
  recommendation: z.string(),
  line: z.number(),
  predicted_points: z.number(),
  actual_points: z.number(),
});
export type GradedCall = z.infer<typeof GradedCall>;

/** How the predictions of a game date did, as the table of graded rows says. */
export const NightResults = z.object({
  game_date: z.string(),
  games: z.object({
    final: z.number(),
    /** Those that cannot be graded yet, `BOS at NYK`, with the reason. */
    open: z.array(z.object({ game: z.string(), reason: z.string() })),
  }),
  /** Active predictions; the next four add up to it. */
  predictions: z.number(),
  graded: z.number(),
  no_line: z.number(),
  missing_actuals: z.number(),
  /** Of the graded. */
  voided: z.record(z.string(), z.number()),
  /** Graded predictions whose player scored the line itself. */
  pushes: z.number(),
  players: z.number(),
  players_voided: z.number(),
  /** Mean absolute error of the line, each player counted once. */
  line_mae: z.number().nullable(),
  /** The hit rate that the standard price of -110 asks for. */
  break_even: z.number(),
  /** The nearest first. */
  systems: z.array(SystemGrades),
  /** The model the headline is about: the champion, or the nearest where the champion is not there. */
  leader: z.string(),
  /** The leader's pick furthest from the line that was right, and the one that was wrong. */
  best_call: GradedCall.nullable(),
  worst_call: GradedCall.nullable(),
});
export type NightResults = z.infer<typeof NightResults>;

/** How the predictions of a game date did, as the post of the channel. */
export const ResultsAnnouncement = z.object({ type: z.literal('results'), ...NightResults.shape });
export type ResultsAnnouncement = z.infer<typeof ResultsAnnouncement>;
