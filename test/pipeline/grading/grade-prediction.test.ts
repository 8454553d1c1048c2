import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Actual,
  type Grade,
  gradePrediction,
  type PredictionToGrade,
} from '#src/pipeline/grading/grade-prediction.ts';

const PREDICTION: PredictionToGrade = {
  predicted_points: 24.3,
  recommendation: 'OVER',
  line: 21.5,
  status_when_predicted: null,
};
const scored = (points: number): Actual => ({ type: 'played', points, minutes: 31.5 });
const ABSENT: Actual = { type: 'did-not-play', last_status: null };

function gradeOf(prediction: Partial<PredictionToGrade>, actual: Actual): Grade {
  const graded = gradePrediction({ ...PREDICTION, ...prediction }, actual);
  if (graded.type !== 'graded') throw new Error(`not graded: ${graded.reason}`);
  return graded.grade;
}

describe('the errors of a prediction', () => {
  it('are predicted minus actual, and margins are relative to the line', () => {
    expect(gradeOf({}, scored(20))).toEqual({
      actual_points: 20,
      minutes_played: 31.5,
      absolute_error: 4.3,
      signed_error: 4.3,
      within_3_points: false,
      within_5_points: true,
      predicted_margin: 2.8,
      actual_margin: -1.5,
      prediction_correct: false,
      is_voided: false,
      void_reason: null,
    });
  });

  it.each([
    [23, true, true],
    [17, true, true],
    [23.1, false, true],
    [25, false, true],
    [15, false, true],
    [25.1, false, false],
  ])('of %d points for 20 are within 3: %s, within 5: %s, including the bounds', (predicted_points, three, five) => {
    expect(gradeOf({ predicted_points }, scored(20))).toMatchObject({ within_3_points: three, within_5_points: five });
  });
});

describe('a pick', () => {
  it.each([
    ['OVER', 22, true],
    ['OVER', 21, false],
    ['UNDER', 21, true],
    ['UNDER', 22, false],
  ])('%s at a line of 21.5 and %d points scored: %s', (recommendation, points, isRight) => {
    expect(gradeOf({ recommendation }, scored(points)).prediction_correct).toBe(isRight);
  });

  it.each(['PASS', 'HOLD', 'NO_LINE'])('%s is not a pick, so it is neither right nor wrong', (recommendation) => {
    expect(gradeOf({ recommendation }, scored(30)).prediction_correct).toBeNull();
  });

  it.each(['OVER', 'UNDER'])('%s at a line that he scored exactly is a push', (recommendation) => {
    const pushed = gradeOf({ recommendation, line: 22 }, scored(22));
    expect(pushed).toMatchObject({ prediction_correct: null, actual_margin: 0, is_voided: false, signed_error: 2.3 });
  });

  it('at a line of 20.0 counts like any other', () => {
    expect(gradeOf({ line: 20 }, scored(25)).prediction_correct).toBe(true);
  });

  it('is right exactly when the opposite pick is wrong', () => {
    const points = fc.integer({ min: 0, max: 80 });
    const line = fc.integer({ min: 1, max: 160 }).map((halves) => halves / 2);
    fc.assert(
      fc.property(points, line, (actual, at) => {
        const [over, under] = ['OVER', 'UNDER'].map(
          (recommendation) => gradeOf({ recommendation, line: at }, scored(actual)).prediction_correct,
        );
        expect(over === null ? under : !over).toBe(under);
      }),
    );
  });
});

describe('a prediction that cannot be graded', () => {
  it('has no line, whatever the player scored', () => {
    const lineless = { ...PREDICTION, line: null };
    for (const actual of [scored(20), ABSENT, undefined]) {
      expect(gradePrediction(lineless, actual)).toEqual({ type: 'not-graded', reason: 'no_line' });
    }
  });

  it('has no actuals yet', () => {
    expect(gradePrediction(PREDICTION, undefined)).toEqual({ type: 'not-graded', reason: 'missing_actuals' });
  });
});

describe('a player who did not play', () => {
  it('voids the pick and leaves no error', () => {
    expect(gradeOf({}, ABSENT)).toMatchObject({
      actual_points: null,
      absolute_error: null,
      signed_error: null,
      within_3_points: null,
      actual_margin: null,
      prediction_correct: null,
      predicted_margin: 2.8,
      is_voided: true,
    });
  });

  it.each([
    ['out', 'dnp_injury_confirmed'],
    ['doubtful', 'dnp_injury_confirmed'],
    ['suspension', 'dnp_injury_confirmed'],
    ['questionable', 'dnp_late_scratch'],
    ['probable', 'dnp_late_scratch'],
    ['day-to-day', 'dnp_late_scratch'],
    ['available', 'dnp_unknown'],
    [null, 'dnp_unknown'],
  ])('and was reported %s is void for %s, whenever the report came', (status, reason) => {
    expect(gradeOf({ status_when_predicted: status }, ABSENT).void_reason).toBe(reason);
    expect(gradeOf({}, { ...ABSENT, last_status: status }).void_reason).toBe(reason);
  });

  it('is void for the status known at prediction time, if there was one', () => {
    const late: Actual = { type: 'did-not-play', last_status: 'out' };
    expect(gradeOf({ status_when_predicted: 'questionable' }, late).void_reason).toBe('dnp_late_scratch');
  });
});
