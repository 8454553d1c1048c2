import type { RowFacts } from './row-facts.ts';

/** Predictions with a confidence from 88 to below 90 have hit far less often than those next to them. */
const WEAK_TIER = { from: 88, below: 90 };
const LOW_EDGE_BELOW = 3;
/** A star's UNDER is doubtful from this edge on, a role player's below it. */
const HIGH_EDGE = 5;
const STAR_FROM = 25;
/** Mean points of a role player's season, both ends included. */
const ROLE_PLAYER = { from: 8, to: 16 };
/** Points by which the last five games are above the season. */
const HOT_STREAK_ABOVE = 3;
const LOW_QUALITY_BELOW = 80;

export type FilterReason =
  | 'confidence_tier_88_90'
  | 'low_edge'
  | 'star_under_bias_suspect'
  | 'role_player_under_low_edge'
  | 'hot_streak_under_risk'
  | 'low_data_quality';

/**
 * Why consumers should not act on a row; null when they may (domain 1.11). Rows are stored either way. The first reason wins, in the order
 * of the reference system and with its quirk: a star's doubtful UNDER goes before a weak confidence tier.
 */
export function filterReason(facts: RowFacts): FilterReason | null {
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
