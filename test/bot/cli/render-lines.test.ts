import { expect, test } from 'vitest';
import { renderLines } from '#src/bot/cli/render/render-lines.ts';

const LINE = {
  bookmaker: 'draftkings',
  line: 21.5,
  is_main: true,
  over_price: 105,
  under_price: -125,
  age_minutes: 40,
  over_probability: 0.5031,
  under_probability: 0.4969,
  over_value: 0.0314,
  under_value: -0.1052,
  other_books: 7,
  pick: 'OVER' as const,
};

test('a line has its prices, age, probabilities and values in percent, and says which side is the pick', () => {
  const alternate = { ...LINE, bookmaker: 'bovada', line: 25.5, is_main: false, age_minutes: 330, pick: null };
  expect(renderLines({ lines: [LINE, alternate] }).split('\n')).toEqual([
    'book        line  kind       over  under  age     over %  under %  EV over %  EV under %  pick',
    'draftkings  21.5  main       +105  −125   40 min    50.3     49.7        3.1       -10.5  OVER',
    'bovada      25.5  alternate  +105  −125   5.5 h     50.3     49.7        3.1       -10.5  –',
  ]);
});

test('a line without prices has no values', () => {
  const unpriced = { ...LINE, over_price: null, under_price: null, over_value: null, under_value: null, pick: null };
  expect(renderLines({ lines: [unpriced] })).toMatch(/no price +no price +40 min +50\.3 +49\.7 +– +– +–$/);
});

test('nothing is shown without lines', () => {
  expect(renderLines({ lines: [] })).toBe('');
});
