import type { RowFacts } from './row-facts.ts';

/**
 * The weak range of confidence. Predictions with a confidence of at least 88 and below 90 have been right far less
 * often than predictions just outside this range.
 */
const WEAK_TIER = { from: 88, below: 90 };
const LOW_EDGE_BELOW = 3;
/**
 * The edge in points that separates doubtful UNDER picks. A star's UNDER is doubtful if its edge is at least this
 * large. A role player's UNDER is doubtful if its edge is smaller.
 */
const HIGH_EDGE = 5;
const STAR_FROM = 25;
/** A player is a role player if his season mean of points is in this range, both ends included. */
const ROLE_PLAYER = { from: 8, to: 16 };
/**
 * A player is on a hot streak when his mean of the last five games exceeds his season mean by more than this many
 * points.
 */
const HOT_STREAK_ABOVE = 3;
const LOW_QUALITY_BELOW = 80;

export type FilterReason =
  | 'unknown_injury_status'
  | 'last_season'
  | 'assumed_features'
  | 'confidence_tier_88_90'
  | 'low_edge'
  | 'star_under_bias_suspect'
  | 'role_player_under_low_edge'
  | 'hot_streak_under_risk'
  | 'low_data_quality';

/**
 * Returns the reason why consumers should not act on a prediction row, or null when they may act on it. A player whose
 * injury status has an unknown text is never actionable, and neither is one whose features use games of an
 * earlier season or assumed values. Rows with a reason are stored, too.
 */
export function filterReason(facts: RowFacts): FilterReason | null {
  if (facts.injuryStatus === 'unknown') return 'unknown_injury_status';
  return facts.featureSource === 'this_season' ? weakRowReason(facts) : facts.featureSource;
}

/** Tries the rules in the order of the reference system. The first match wins (domain notes 1.11). */
function weakRowReason(facts: RowFacts): FilterReason | null {
  const tier = WEAK_TIER.from <= facts.confidence && facts.confidence < WEAK_TIER.below;
  if (facts.edge === null) return tier ? 'confidence_tier_88_90' : null;
  if (isSuspectStarUnder(facts, facts.edge)) return 'star_under_bias_suspect';
  if (tier) return 'confidence_tier_88_90';
  if (facts.edge < LOW_EDGE_BELOW) return 'low_edge';
  if (isWeakRolePlayerUnder(facts, facts.edge)) return 'role_player_under_low_edge';
  if (isHotStreakUnder(facts)) return 'hot_streak_under_risk';
  return facts.quality < LOW_QUALITY_BELOW ? 'low_data_quality' : null;
}

function isSuspectStarUnder({ recommendation, season }: RowFacts, edge: number): boolean {
  return recommendation === 'UNDER' && season !== undefined && season >= STAR_FROM && edge >= HIGH_EDGE;
}

function isWeakRolePlayerUnder({ recommendation, season }: RowFacts, edge: number): boolean {
  if (recommendation !== 'UNDER' || season === undefined) return false;
  return ROLE_PLAYER.from <= season && season <= ROLE_PLAYER.to && edge < HIGH_EDGE;
}

function isHotStreakUnder({ recommendation, season, lastFive }: RowFacts): boolean {
  if (recommendation !== 'UNDER' || season === undefined || lastFive === undefined) return false;
  return lastFive - season > HOT_STREAK_ABOVE;
}
