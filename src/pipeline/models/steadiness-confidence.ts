import { clamp } from './clamp.ts';

const START = 0.5;
const RANGE = { min: 0.2, max: 0.8 };

export interface Steadiness {
  readonly points_std_last_10: number;
  readonly games_in_last_7_days: number;
}

/**
 * The confidence of moving_average and zone_matchup_v1, on a scale of 0 to 1 and at most 0.6 in practice (domain notes
 * 1.1). Steady scoring and many recent games raise it. The reference system also lowers it by a fifth for rows of the
 * data source `mock`, which does not exist here.
 */
export function steadinessConfidence(player: Steadiness): number {
  return clamp(START + spreadTerm(player.points_std_last_10) + recencyTerm(player.games_in_last_7_days), RANGE);
}

function spreadTerm(pointsStd: number): number {
  if (pointsStd > 6) return -0.15;
  if (pointsStd > 4) return -0.08;
  return 0;
}

function recencyTerm(games: number): number {
  if (games >= 3) return 0.1;
  if (games >= 2) return 0.05;
  return -0.1;
}
