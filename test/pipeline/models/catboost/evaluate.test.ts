import { describe, expect, it } from 'vitest';
import { evaluator } from '#src/pipeline/models/catboost/evaluate.ts';
import { readCbm } from '#src/pipeline/models/catboost/read-cbm.ts';
import { ANSWERS, fixtureBytes } from './fixtures.ts';

const RELATIVE = 1e-9;

/** The largest difference, in parts of the value. */
function largestDifference(ours: ArrayLike<number>, theirs: readonly number[]): number {
  return Math.max(...theirs.map((value, index) => Math.abs((ours[index] ?? Number.NaN) - value) / Math.abs(value)));
}

describe('the raw prediction for a row', () => {
  it.each(ANSWERS)('is what the Python package answers: $name', ({ name, rows, raw }) => {
    const { one } = evaluator(readCbm(fixtureBytes(`${name}.cbm`)));

    expect(largestDifference(rows.map(one), raw)).toBeLessThan(RELATIVE);
  });
});
