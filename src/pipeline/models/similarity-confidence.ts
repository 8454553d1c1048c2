import { clamp } from './clamp.ts';
import type { SimilarGame } from './similar-games.ts';

const START = 35;
const RANGE = { min: 0, max: 100 };

/**
 * The confidence of similarity_balanced_v1, on a scale of 0 to 100 and at most 69 in practice (domain notes 1.3). Many
 * similar games, high similarity and steady scoring raise it.
 */
export function similarityConfidence(games: readonly SimilarGame[]): number {
  const sum = START + sampleTerm(games.length) + likenessTerm(games) + spreadTerm(games.map((game) => game.points));
  return clamp(sum, RANGE);
}

function sampleTerm(size: number): number {
  if (size >= 15) return 12;
  if (size >= 10) return 9;
  if (size >= 7) return 6;
  return size >= 5 ? -10 : -15;
}

function likenessTerm(games: readonly SimilarGame[]): number {
  const average = mean(games.map((game) => game.similarity));
  if (average >= 85) return 12;
  if (average >= 75) return 9;
  return average >= 70 ? 6 : 3;
}

/** Returns the part of the confidence that depends on how much the player's points vary. */
function spreadTerm(points: readonly number[]): number {
  const centre = mean(points);
  const deviation = Math.sqrt(mean(points.map((value) => (value - centre) ** 2)));
  if (deviation < 4) return 10;
  if (deviation < 6) return 6;
  return deviation < 8 ? 2 : -5;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
