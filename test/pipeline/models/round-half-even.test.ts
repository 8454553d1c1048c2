import { expect, it } from 'vitest';
import { roundHalfEven } from '#src/pipeline/models/round-half-even.ts';

it.each([
  [0.125, 0.12],
  [0.375, 0.38],
  [0.625, 0.62],
  [0.875, 0.88],
  [-0.125, -0.12],
  [-0.375, -0.38],
  [1.005, 1],
  [2.675, 2.67],
  [0.5, 0.5],
  [-3.4, -3.4],
  [12.345678, 12.35],
])('%f becomes %f, as in Python', (value, rounded) => {
  expect(roundHalfEven(value)).toBe(rounded);
});
