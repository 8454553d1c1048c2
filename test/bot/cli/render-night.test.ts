import { expect, test } from 'vitest';
import { renderNight } from '#src/bot/cli/render/render-night.ts';
import { NIGHT } from '#test/bot/slack/messages/a-night.ts';

const lineOf = (text: string, start: string) =>
  text
    .split('\n')
    .find((line) => line.startsWith(start))
    ?.split(/ {2,}/) ?? [];

test('a night is one line a model, with the line itself below', () => {
  const text = renderNight(NIGHT);
  const model = 'catboost_v9 103 4.61 -0.24 -0.7 49.0 % 40.8 % 63.1 % 56.4 % of 55 9 of 15 – –';
  expect(lineOf(text, 'catboost_v9').join(' ')).toBe(model);
  expect(lineOf(text, 'the line').slice(0, 3)).toEqual(['the line', '103', '4.83']);
  expect(text).not.toContain('not graded yet');
});

test('a model without a pick has a dash for its hit rate, not a zero', () => {
  expect(lineOf(renderNight(NIGHT), 'similarity_balanced_v1').slice(-4)).toEqual(['–', '–', '–', '–']);
});

test('few picks have counts, and their return is in units', () => {
  const [system] = NIGHT.systems;
  if (system === undefined) throw new Error('the night has no model');
  const picks = { ...system.picks, won: 7, lost: 5, hit_rate: 7 / 12, priced: 12, roi: 0.1 };
  const text = renderNight({ ...NIGHT, systems: [{ ...system, picks }] });
  expect(lineOf(text, 'catboost_v9').slice(8)).toEqual(['7 of 12', '9 of 15', '–', '+1.2 units on 12 bets']);
});

test('games that are open are named, with what a terminal would obey made visible', () => {
  const open = [{ game: 'BOS at \u001b[31mNYK', reason: 'not over yet' }];
  const text = renderNight({ ...NIGHT, games: { final: 7, open } });
  expect(text).toMatch(/not graded yet.*BOS at \\u001b\[31mNYK +not over yet/s);
});
