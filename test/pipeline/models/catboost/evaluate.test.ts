import { describe, expect, it } from 'vitest';
import { evaluator } from '#src/pipeline/models/catboost/evaluate.ts';
import { readCbm } from '#src/pipeline/models/catboost/read-cbm.ts';
import { ANSWERS, fixtureBytes } from './fixtures.ts';

const RELATIVE = 1e-9;

/** The largest relative difference. */
function largestDifference(ours: ArrayLike<number>, theirs: readonly number[]): number {
  return Math.max(...theirs.map((value, index) => Math.abs((ours[index] ?? Number.NaN) - value) / Math.abs(value)));
}

describe('the raw prediction for a row', () => {
  it.each(ANSWERS)('matches the Python package: $name', ({ name, rows, raw }) => {
    const { one } = evaluator(readCbm(fixtureBytes(`${name}.cbm`)));

    expect(largestDifference(rows.map(one), raw)).toBeLessThan(RELATIVE);
  });

  it('treats values beyond the end of a row as missing', () => {
    const { one } = evaluator(readCbm(fixtureBytes('nan-min.cbm')));

    expect(one([1, 20, 1])).toBe(one([1, 20, 1, ...Array(5).fill(Number.NaN)]));
  });
});

describe('the raw predictions for many rows', () => {
  it.each(ANSWERS)('are bit-identical to those of each row, whatever their number: $name', ({ name, rows }) => {
    const { one, many } = evaluator(readCbm(fixtureBytes(`${name}.cbm`)));
    const several = [...rows, ...rows, ...rows, ...rows, ...rows];

    expect(several.length).toBeGreaterThan(512);
    expect(Array.from(many(Float64Array.from(several.flat())))).toEqual(several.map(one));
  });

  it('are empty without rows', () => {
    expect(evaluator(readCbm(fixtureBytes('nan-min.cbm'))).many(new Float64Array())).toHaveLength(0);
  });
});
