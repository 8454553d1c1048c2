import { describe, expect, test } from 'vitest';
import { changeCells, changeOf, changeSentence } from '#src/operations/predict/prediction-changes.ts';

const ANN = { player_lookup: 'ann', player_name: 'Ann' };
const PICK = { side: 'OVER' as const, line: 22.5, bookmaker: 'fanduel', price: 105, probability: 0.54, value: 0.1 };
const OLD = { predicted_points: 24.51, system_id: 'catboost_v9', line: 22.5, pick: PICK };
const NEW = { ...OLD, predicted_points: 25.12, line: 23.5, pick: null };

describe('a re-run', () => {
  test.each([
    [OLD, NEW, '"Ann": projection 24.5 → 25.1, line 22.5 → 23.5, pick OVER 22.5 (fanduel +105) → none.'],
    [null, OLD, '"Ann": projection none → 24.5, line none → 22.5, pick none → OVER 22.5 (fanduel +105).'],
    [OLD, null, '"Ann": projection 24.5 → none, line 22.5 → none, pick OVER 22.5 (fanduel +105) → none.'],
    [OLD, OLD, 'Nothing changed for "Ann": projection 24.5, line 22.5, pick OVER 22.5 (fanduel +105).'],
    [null, null, 'Nothing changed for "Ann": there is no published prediction.'],
  ])('from %o to %o says %s', (before, after, sentence) => {
    expect(changeSentence(changeOf(ANN, before, after))).toBe(sentence);
  });

  test('changes nothing if only a probability moved, or less than a tenth of a point', () => {
    const moved = { ...OLD, predicted_points: 24.53, pick: { ...PICK, probability: 0.55 } };
    expect(changeOf(ANN, OLD, moved).has_changed).toBe(false);
    expect(changeOf(ANN, OLD, { ...OLD, pick: { ...PICK, price: 110 } }).has_changed).toBe(true);
    expect(changeOf(ANN, OLD, { ...OLD, system_id: 'ensemble_v1_1' }).has_changed).toBe(true);
  });

  test('has the old value before the new one in each column', () => {
    expect(changeCells({ before: OLD, after: NEW })).toEqual({
      projection: '24.5 → 25.1',
      line: '22.5 → 23.5',
      pick: 'OVER 22.5 (fanduel +105) → none',
    });
  });
});
