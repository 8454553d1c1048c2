import * as z from 'zod';

/** The results of the headline model on one graded game date. */
export const DayResults = z.object({
  game_date: z.string(),
  /** The number of predictions whose player played. */
  graded: z.number(),
  /** The mean absolute error in points; null if no player played. */
  mae: z.number().nullable(),
  won: z.number(),
  lost: z.number(),
  /** The number of picks whose player did not play. */
  voided: z.number(),
});
export type DayResults = Readonly<z.infer<typeof DayResults>>;

/** What the health of a morning is judged by. Every number is counted in the stores. */
export const HealthFacts = z.object({
  /** The date of the morning in New York. */
  date: z.string(),
  headline_model: z.string(),
  yesterday: z.object({
    game_date: z.string(),
    games: z.number(),
    /** The games of yesterday without a final score or without a whole box score. */
    open_games: z.number(),
    graded: z.number(),
    voided: z.number(),
  }),
  today: z.object({ games: z.number(), players: z.number(), predictions: z.number() }),
  /** The graded dates of the seven days until yesterday, the earliest first. */
  week: z.array(DayResults),
  /** ISO 8601; null if nothing was ever imported. */
  imported_at: z.string().nullable(),
  /** The number of names of the last seven days that match no player. */
  unmatched_names: z.number(),
  /** The titles of the incidents that nobody has resolved. */
  incidents: z.array(z.string()),
});
export type HealthFacts = Readonly<z.infer<typeof HealthFacts>>;

export const HealthProblem = z.object({ level: z.enum(['critical', 'warning']), sentence: z.string() });
export type HealthProblem = Readonly<z.infer<typeof HealthProblem>>;

/** The post with the health summary of a morning. */
export const DailyHealth = z.object({
  type: z.literal('daily-health'),
  ...HealthFacts.shape,
  status: z.enum(['healthy', 'warning', 'critical']),
  problems: z.array(HealthProblem),
  /** The newest audit head as text; null while the audit is empty. */
  audit_head: z.string().nullable(),
});
export type DailyHealth = Readonly<z.infer<typeof DailyHealth>>;
