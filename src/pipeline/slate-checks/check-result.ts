import * as z from 'zod';

export const CheckName = z.enum([
  'lines_without_player',
  'lines_without_game',
  'old_lines',
  'missing_lines',
  'teams_without_players',
  'reports_without_player',
  'unclear_reports',
  'missing_box_scores',
  'uneven_box_scores',
  'no_predictions',
  'few_players',
  'few_picks',
  'predictions_without_line',
  'default_confidence',
  'one_sided_picks',
]);
export type CheckName = z.infer<typeof CheckName>;

/** A check that failed: what is wrong, and what to do about it. Both are sentences. */
export const FailedCheck = z.object({ check: CheckName, finding: z.string(), way_out: z.string() });
export type FailedCheck = Readonly<z.infer<typeof FailedCheck>>;

/** Joins what the failed checks found and what to do to one text. It is empty when no check failed. */
export function failedChecksText(failed: readonly FailedCheck[]): string {
  return failed.map(({ finding, way_out }) => `${finding} ${way_out}`).join(' ');
}

const counts = {
  check: CheckName,
  /** The name of what is counted, such as `players with a line`. */
  counted: z.string(),
  count: z.number(),
  /** Null when the count is not a part of a total. */
  total: z.number().nullable(),
  /** The threshold, such as `more than 10 % and at least 3`. */
  fails_when: z.string(),
};

/** The result of one check of a slate. */
export const CheckResult = z.discriminatedUnion('verdict', [
  z.object({ verdict: z.literal('passed'), ...counts }),
  z.object({ verdict: z.literal('failed'), ...counts, ...FailedCheck.shape }),
  z.object({ verdict: z.literal('not_checked'), check: CheckName, counted: z.string(), reason: z.string() }),
]);
export type CheckResult = Readonly<z.infer<typeof CheckResult>>;
