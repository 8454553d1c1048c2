import { expect, test } from 'vitest';
import { playerLines } from '#src/bot/slack/messages/player-lines.ts';
import { visibleText } from './visible-text.ts';

const LINE = {
  bookmaker: 'draftkings',
  line: 21.5,
  is_main: true,
  over_price: 105,
  under_price: null,
  age_minutes: 330,
  over_probability: 0.5031,
  under_probability: 0.4969,
  over_value: 0.0314,
  under_value: null,
  other_books: 7,
  pick: 'OVER' as const,
};

test('a line has its prices, its age as the terminal shows it, its probabilities and its values', () => {
  const cells = visibleText(playerLines({ lines: [LINE] })).split('\n');
  expect(cells).toEqual(
    expect.arrayContaining(['draftkings, 5.5 h', '21.5, pick OVER', '+105 (50.3 %)', 'no price (49.7 %)', '+3.1 %, –']),
  );
});

test('nothing is shown without lines', () => {
  expect(playerLines({ lines: [] })).toEqual([]);
});
