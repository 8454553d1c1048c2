import { clamp } from './clamp.ts';
import type { OpponentTier, PastGame, RecentForm } from './model.ts';

const MIN_SIMILARITY = 70;
const MAX_GAMES = 20;

const TIERS: readonly OpponentTier[] = ['tier_1_elite', 'tier_2_average', 'tier_3_weak'];

/** The four groups in which days of rest are compared: 0 (back to back), 1, 2, and 3 or more. */
const REST_BUCKETS = { min: 0, max: 3 };

/** The properties of tonight's game that are compared with those of past games. */
export interface GameContext {
  readonly opponentTier: OpponentTier;
  readonly daysRest: number;
  readonly isHome: boolean;
  readonly recentForm: RecentForm;
}

export interface SimilarGame {
  readonly points: number;
  /** 70 to 100. */
  readonly similarity: number;
}

/**
 * Returns the past games that are most similar to tonight's game, at most 20, most similar first (domain notes 1.3).
 * Equally similar games keep the order of `history`.
 */
export function similarGames(tonight: GameContext, history: readonly PastGame[]): readonly SimilarGame[] {
  return history
    .map((game) => ({ points: game.points, similarity: similarity(tonight, game) }))
    .filter((game) => game.similarity >= MIN_SIMILARITY)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, MAX_GAMES);
}

function similarity(tonight: GameContext, past: GameContext): number {
  const tierSteps = Math.abs(TIERS.indexOf(tonight.opponentTier) - TIERS.indexOf(past.opponentTier));
  const restSteps = Math.abs(restBucket(tonight.daysRest) - restBucket(past.daysRest));
  return (
    nearness(40, tierSteps) +
    nearness(30, restSteps) +
    (tonight.isHome === past.isHome ? 15 : 0) +
    (tonight.recentForm === past.recentForm ? 15 : 5)
  );
}

/**
 * Returns the points for the similarity of two games in one property. Two games get all points if they are in the same
 * group, half of them if their groups are adjacent, and otherwise none.
 */
function nearness(points: number, steps: number): number {
  if (steps === 0) return points;
  return steps === 1 ? points / 2 : 0;
}

function restBucket(daysRest: number): number {
  return clamp(Math.floor(daysRest), REST_BUCKETS);
}
