import * as z from 'zod';

/** The normal quantile of an interval that contains the true value in 95 % of cases. */
const WIDTH_95 = 1.96;

/** The mean profit of bets with a stake of 1, and its 95 % interval. The values are null without two bets. */
export const Returns = z.object({
  n: z.number(),
  roi: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type Returns = Readonly<z.infer<typeof Returns>>;

/** Returns the mean of independent profits with its 95 % interval. */
export function measureReturns(profits: readonly number[]): Returns {
  const n = profits.length;
  if (n < 2) return { n, roi: profits[0] ?? null, low: null, high: null };
  const roi = profits.reduce((sum, profit) => sum + profit, 0) / n;
  const variance = profits.reduce((sum, profit) => sum + (profit - roi) ** 2, 0) / (n - 1);
  const half = WIDTH_95 * Math.sqrt(variance / n);
  return { n, roi, low: roi - half, high: roi + half };
}
