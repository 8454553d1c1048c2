import { expect, it } from 'vitest';
import { scoringTier } from '#src/pipeline/player/format-scoring-tier.ts';

it.each([
  [25, { tier: 'star', adjustment: 9 }],
  [24.99, { tier: 'starter', adjustment: 3 }],
  [15, { tier: 'starter', adjustment: 3 }],
  [14.99, { tier: 'role', adjustment: -1.5 }],
  [5, { tier: 'role', adjustment: -1.5 }],
  [4.99, { tier: 'bench', adjustment: -5.5 }],
  [0, { tier: 'bench', adjustment: -5.5 }],
  [undefined, null],
])('a season mean of %s points is %o', (season, tier) => {
  expect(scoringTier(season)).toEqual(tier);
});
