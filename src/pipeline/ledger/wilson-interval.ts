/** The normal quantile of an interval that contains the true value in 95 % of cases. */
const WIDTH_95 = 1.96;

/** The ends of an interval of shares, 0 to 1. */
export interface ShareInterval {
  readonly low: number;
  readonly high: number;
}

/**
 * Returns the 95 % score interval of a share: the values that fit `successes` among `n` independent trials. It is the
 * interval of E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
 * American Statistical Association 22 (1927), 209–212. Unlike the normal interval it holds for few trials. Returns
 * undefined without a trial.
 */
export function wilsonInterval(successes: number, n: number): ShareInterval | undefined {
  if (n === 0) return undefined;
  const share = successes / n;
  const square = WIDTH_95 ** 2;
  const scale = 1 + square / n;
  const centre = (share + square / (2 * n)) / scale;
  const half = (WIDTH_95 / scale) * Math.sqrt((share * (1 - share)) / n + square / (4 * n ** 2));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
