import * as z from 'zod';

const DECILES = 10;

/** One of ten equal groups of probabilities, from the lowest to the highest. */
const Decile = z.object({
  n: z.number(),
  /** The mean probability of the over. */
  predicted: z.number(),
  /** The share of overs. */
  observed: z.number(),
});

/** How well probabilities of overs fit the results. Pushes do not count. Values are null without results. */
export const Calibration = z.object({
  n: z.number(),
  /** The Brier score: the mean squared error of the probabilities. A coin has 0.25. */
  brier: z.number().nullable(),
  /** The calibration error: the mean difference between predicted and observed share of the deciles, without sign. */
  error: z.number().nullable(),
  deciles: z.array(Decile),
});
export type Calibration = Readonly<z.infer<typeof Calibration>>;

/** The probability of an over, and whether it happened. */
export interface Forecasted {
  readonly probability: number;
  readonly isOver: boolean;
}

/** Measures probabilities against results. */
export function measureCalibration(forecasts: readonly Forecasted[]): Calibration {
  const n = forecasts.length;
  if (n === 0) return { n, brier: null, error: null, deciles: [] };
  const sorted = forecasts.toSorted((a, b) => a.probability - b.probability);
  const deciles = Array.from({ length: DECILES }, (_, index) =>
    sorted.slice(Math.floor((index * n) / DECILES), Math.floor(((index + 1) * n) / DECILES)),
  )
    .filter((group) => group.length > 0)
    .map((group) => ({
      n: group.length,
      predicted: mean(group.map(({ probability }) => probability)),
      observed: mean(group.map(({ isOver }) => Number(isOver))),
    }));
  return {
    n,
    brier: mean(forecasts.map(({ probability, isOver }) => (probability - Number(isOver)) ** 2)),
    error: deciles.reduce((sum, decile) => sum + decile.n * Math.abs(decile.predicted - decile.observed), 0) / n,
    deciles,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
