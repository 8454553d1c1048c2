import { describe, expect, test } from 'vitest';
import { PLAYERS_A_PAGE, slateModal } from '#src/bot/slack/messages/slate-modal.ts';
import { slateLine, slateModelsLines } from '#src/bot/slack/messages/slate-players.ts';
import type { SlatePlayer } from '#src/operations/predict/slate-player.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import { aSlatePlayer } from '../../operations/predict/a-slate-player.ts';
import { visibleText } from './messages/visible-text.ts';

const players = Array.from({ length: 45 }, (_, index) =>
  aSlatePlayer({
    player_lookup: `player${index}`,
    player_name: `Player ${index}`,
    current_points_line: index === 44 ? null : 19,
    line_margin: index === 44 ? null : 1,
    models: { moving_average: 20 },
  }),
);

const SLATE = { gameDate: '2026-02-05', headlineModel: 'moving_average', total: players.length };

function page(number: number, shows: 'projections' | 'models' = 'projections') {
  const onPage = players.slice(number * PLAYERS_A_PAGE, (number + 1) * PLAYERS_A_PAGE);
  return slateModal(onPage, { ...SLATE, position: { batch_id: 'b-1', page: number, shows } });
}

function labels(number: number) {
  return ['‹ Previous', 'Next ›'].filter((label) => visibleText(page(number).blocks).includes(label));
}

test('every player is on exactly one page, and a page has twenty', () => {
  const names = [0, 1, 2].map((number) => visibleText(page(number).blocks).match(/Player \d+(?= · 20)/g) ?? []);
  expect(names.map((onPage) => onPage.length)).toEqual([PLAYERS_A_PAGE, PLAYERS_A_PAGE, 5]);
  expect(new Set(names.flat()).size).toBe(45);
});

test('the first page has no way back, and the last page no way forward', () => {
  expect([0, 1, 2].map(labels)).toEqual([['Next ›'], ['‹ Previous', 'Next ›'], ['‹ Previous']]);
  expect(visibleText(page(2).blocks)).toContain('Players 41 to 45 of 45');
});

test('a player without a line has no edge', () => {
  expect(visibleText(page(2).blocks)).toContain('Player 44 · 20.0 points · no pick · no line · BOS v LAL');
});

test('a page shows where its players are in the whole slate', () => {
  const position = { batch_id: 'b-1', page: 26, shows: 'projections' as const };
  const { blocks } = slateModal(players.slice(0, PLAYERS_A_PAGE), { ...SLATE, position, total: 10_000 });
  expect(visibleText(blocks)).toContain('Players 521 to 540 of 10,000');
});

test('a slate without predictions says so', () => {
  const empty = slateModal([], { ...SLATE, position: { batch_id: 'b-1', page: 3, shows: 'projections' } });
  expect(visibleText(empty.blocks)).toContain('The predictions were removed.');
});

describe('a line of the slate', () => {
  const PLAYER = aSlatePlayer({
    over_probability: 0.56,
    under_probability: 0.44,
    pick: { side: 'OVER', line: 18.5, bookmaker: 'fanduel', price: 105, probability: 0.561, value: 0.15 },
    no_pick: null,
    is_home: false,
    tipoff_at: instantFromDate(new Date('2026-02-06T00:30:00Z')),
    injury: {
      status: 'Questionable',
      reason: 'Left Knee',
      reported_at: instantFromDate(new Date('2026-02-05T20:00:00Z')),
    },
    last_points: [25, 18],
  });
  const lineOf = (changed: Partial<SlatePlayer>) => visibleText(slateLine({ ...PLAYER, ...changed })).trim();

  test('has the projection and the pick right after the player, then line, game, injury tag and last games', () => {
    expect(lineOf({})).toBe(
      'Player 1 · 20.0 points · OVER 18.5 (fanduel +105), over 56.1 %, EV +15.0 % · line 19.0 · edge +1.0 · BOS at LAL 7:30 PM ET · questionable · last games 25, 18',
    );
  });

  test('has the tip-off in the time zone of the reader', () => {
    const { elements } = slateLine(PLAYER);
    expect(elements).toContainEqual({ type: 'date', timestamp: 1770337800, format: '{time}', fallback: '7:30 PM ET' });
  });

  test('without a price has a probability and no pick', () => {
    expect(lineOf({ pick: null, no_pick: 'no_price' })).toContain('20.0 points · no price, over 56.0 % · line');
  });

  test('shows the models side by side, the headline projection first', () => {
    const compared = slateModelsLines(
      [
        { ...PLAYER, models: { ensemble_v1: 22.25, moving_average: 20 } },
        { ...PLAYER, player_name: 'X', system_id: 'ensemble_v1', predicted_points: 9, models: { ensemble_v1: 9 } },
      ],
      'moving_average',
    );
    expect(compared.map((shown) => visibleText(shown).trim())).toEqual([
      'Player 1 · 20.0 points by moving average · line 19.0 · ensemble v1 22.3',
      'X · 9.0 points by ensemble v1 · line 19.0 · moving average none',
    ]);
  });
});

test('a button compares the models, and the next one shows the picks again', () => {
  expect(visibleText(page(0).blocks)).toContain('Compare models');
  expect(visibleText(page(1, 'models').blocks)).toContain('Show picks');
  expect(visibleText(page(1, 'models').blocks)).toContain('20.0 points by moving average · line 19.0');
});
