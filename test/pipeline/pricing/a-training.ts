import type { PricingTraining } from '#src/pipeline/pricing/pricing-training.ts';

/** A training with parameters near those of `models/points_distribution.json`. */
export const A_TRAINING: PricingTraining = {
  usableFrom: '2025-10-21',
  trainedTo: '2025-10-20',
  spread: { scale: 5.5, power: 0.81, priorGames: 60 },
  projection: 'catboost_v9',
  edgeShare: 0.2,
  overShare: 0.49,
};
