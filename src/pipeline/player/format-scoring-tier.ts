export interface ScoringTier {
  readonly tier: 'star' | 'starter' | 'role' | 'bench';
  /** Points the reference suggested to add for players like him. Told only; no prediction is changed by it. */
  readonly adjustment: number;
}

const TIERS = [
  { from: 25, tier: 'star', adjustment: 9 },
  { from: 15, tier: 'starter', adjustment: 3 },
  { from: 5, tier: 'role', adjustment: -1.5 },
] as const;
const BENCH: ScoringTier = { tier: 'bench', adjustment: -5.5 };

/** How much a player scores, by the mean of his season (domain 1.11); null when that is unknown. */
export function scoringTier(season: number | undefined): ScoringTier | null {
  if (season === undefined) return null;
  const found = TIERS.find(({ from }) => season >= from);
  return found === undefined ? BENCH : { tier: found.tier, adjustment: found.adjustment };
}
