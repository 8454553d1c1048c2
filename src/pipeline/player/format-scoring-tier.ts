export interface ScoringTier {
  readonly tier: 'star' | 'starter' | 'role' | 'bench';
  /** Points that the reference system suggested to add in this tier. Stored for information; it changes no prediction. */
  readonly adjustment: number;
}

const TIERS = [
  { from: 25, tier: 'star', adjustment: 9 },
  { from: 15, tier: 'starter', adjustment: 3 },
  { from: 5, tier: 'role', adjustment: -1.5 },
] as const;
const BENCH: ScoringTier = { tier: 'bench', adjustment: -5.5 };

/** The tier of a player by his mean points of the season (domain 1.11); null when the mean is unknown. */
export function scoringTier(season: number | undefined): ScoringTier | null {
  if (season === undefined) return null;
  const found = TIERS.find(({ from }) => season >= from);
  return found === undefined ? BENCH : { tier: found.tier, adjustment: found.adjustment };
}
