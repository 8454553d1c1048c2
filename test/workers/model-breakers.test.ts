import { expect, it } from 'vitest';
import type { ModelAnswer } from '#src/pipeline/models/model.ts';
import { runModels } from '#src/pipeline/models/run-models.ts';
import { modelBreakers } from '#src/workers/model-breakers.ts';
import { aModel } from '#test/pipeline/models/a-model.ts';
import { EXAMPLE_INPUT } from '#test/pipeline/models/example-input.ts';

const HALF_AN_HOUR = 30 * 60_000;
const GOOD: ModelAnswer = { predictedPoints: 20, confidence: 0.5, recommendation: 'PASS' };

/** A model whose answer can be changed, and a clock that the test sets. */
function aDay() {
  const state = { now: new Date('2026-02-05T23:00:00Z'), answer: GOOD, asked: 0 };
  const lines: { level: string; message: string }[] = [];
  const log = {
    info: (_: object, message: string) => void lines.push({ level: 'info', message }),
    warn: () => undefined,
    error: (_: object, message: string) => void lines.push({ level: 'error', message }),
  };
  const breakers = modelBreakers({ log, now: () => state.now });
  const models = [
    aModel('shaky', () => {
      state.asked += 1;
      return state.answer;
    }),
    aModel('steady', () => GOOD),
  ];
  const run = (times: number) =>
    Array.from({ length: times }, () => {
      const answered = runModels(models, EXAMPLE_INPUT, breakers.suspended());
      breakers.observe(answered);
      return answered;
    }).at(-1);
  return { state, lines, run };
}

it('a model that fails five times is suspended and absent with the reason; the others still predict', () => {
  const { state, lines, run } = aDay();
  state.answer = { ...GOOD, predictedPoints: Number.NaN };

  expect(run(5)?.errors).toHaveLength(1);
  expect(run(3)).toMatchObject({
    results: [{ systemId: 'steady' }],
    absent: [{ systemId: 'shaky', reason: 'the model failed repeatedly and is suspended until 2026-02-05T23:30Z' }],
    errors: [],
  });
  expect(state.asked).toBe(5);
  expect(lines).toEqual([{ level: 'error', message: 'a model failed repeatedly and is suspended' }]);
});

it('after half an hour it runs again, and two results close the breaker, which is logged once', () => {
  const { state, lines, run } = aDay();
  state.answer = { ...GOOD, predictedPoints: Number.NaN };
  run(5);
  state.answer = GOOD;
  state.now = new Date(state.now.getTime() + HALF_AN_HOUR);

  expect(run(4)?.results.map(({ systemId }) => systemId)).toEqual(['shaky', 'steady']);
  expect(lines.map(({ level }) => level)).toEqual(['error', 'info']);
});

it('a model that is only absent is never suspended', () => {
  const { state, lines, run } = aDay();
  state.answer = { absent: 'it lacks fatigue_score' };

  expect(run(50)?.absent).toEqual([{ systemId: 'shaky', reason: 'it lacks fatigue_score' }]);
  expect(state.asked).toBe(50);
  expect(lines).toEqual([]);
});
