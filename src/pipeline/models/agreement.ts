import { clamp } from './clamp.ts';
import type { Agreement } from './model.ts';

/**
 * The limits of agreement. Agreement is high if the predictions' standard deviation is below 2 points, good below 3,
 * and moderate below 6.
 */
const HIGH_BELOW = 2;
const GOOD_BELOW = 3;
const MODERATE_BELOW = 6;
const LOW_PERCENT = { min: 50, max: 100 };

/**
 * Measures how closely the predictions of several models agree, based on their population standard deviation. The
 * reference system calls this number variance (domain notes 1.7).
 */
export function agreementOf(predictions: readonly number[]): Agreement {
  const mean = average(predictions);
  const spread = Math.sqrt(average(predictions.map((points) => (points - mean) ** 2)));
  return { ...levelOf(spread), spread, systems: predictions.length };
}

function levelOf(spread: number): Pick<Agreement, 'type' | 'percent'> {
  if (spread < HIGH_BELOW) return { type: 'high', percent: 95 };
  if (spread < GOOD_BELOW) return { type: 'good', percent: 85 };
  if (spread < MODERATE_BELOW) return { type: 'moderate', percent: 70 };
  return { type: 'low', percent: clamp(100 - 5 * spread, LOW_PERCENT) };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
