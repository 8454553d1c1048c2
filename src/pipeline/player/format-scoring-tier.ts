export interface ScoringTier {
  readonly tier: 'star' | 'starter' | 'role' | 'bench';
  /**
   * The number of points by which the reference system would adjust predictions in this scoring tier. The prediction
   * row stores it for information only; no prediction changes.
   */
  readonly adjustment: number;
}

const TIERS = [
  { from: 25, tier: 'star', adjustment: 9 },
  { from: 15, tier: 'starter', adjustment: 3 },
  { from: 5, tier: 'role', adjustment: -1.5 },
] as const;
const BENCH: ScoringTier = { tier: 'bench', adjustment: -5.5 };

/**
 * Returns the scoring tier of a player by his season mean of points (domain notes 1.11), or null when the mean is
 * unknown.
 */
export function scoringTier(season: number | undefined): ScoringTier | null {
  if (season === undefined) return null;
  const found = TIERS.find(({ from }) => season >= from);
  return found === undefined ? BENCH : { tier: found.tier, adjustment: found.adjustment };
}
