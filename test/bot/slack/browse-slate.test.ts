import { describe, expect, test } from 'vitest';
import { PLAYERS_A_PAGE, slateModal } from '#src/bot/slack/messages/slate-modal.ts';
import { slateLine, slateModelsLine, slatePlayers } from '#src/bot/slack/messages/slate-players.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import { visibleText } from './messages/visible-text.ts';

const predictions = Array.from({ length: 45 }, (_, index) => ({
  system_id: 'moving_average',
  player_lookup: `player${index}`,
  player_name: `Player ${index}`,
  team_abbr: 'BOS',
  opponent_team_abbr: 'LAL',
  predicted_points: 20,
  is_backfill: false,
  current_points_line: index === 0 ? null : 20 - (index % 5),
  line_margin: index === 0 ? null : index % 5,
  is_headline: true,
}));
const UNPRICED = { priced: [], contexts: [], headline_model: 'moving_average' };
const players = slatePlayers({ ...UNPRICED, predictions });

const SLATE = { gameDate: '2026-02-05', headlineModel: 'moving_average' };

function page(number: number, shows: 'projections' | 'models' = 'projections') {
  return slateModal(players, { ...SLATE, position: { batch_id: 'b-1', page: number, shows } });
}

function labels(number: number) {
  return ['‹ Previous', 'Next ›'].filter((label) => visibleText(page(number).blocks).includes(label));
}

test('every player is on exactly one page, and a page has twenty', () => {
  const names = [0, 1, 2].map((number) => visibleText(page(number).blocks).match(/Player \d+(?= · 20)/g) ?? []);
  expect(names.map((onPage) => onPage.length)).toEqual([PLAYERS_A_PAGE, PLAYERS_A_PAGE, 5]);
  expect(new Set(names.flat()).size).toBe(45);
});

test('the first page has no way back, the last page no way forward, and a page past the end shows the last', () => {
  expect([0, 1, 2, 9].map(labels)).toEqual([['Next ›'], ['‹ Previous', 'Next ›'], ['‹ Previous'], ['‹ Previous']]);
  expect(visibleText(page(9).blocks)).toContain('Players 41 to 45 of 45');
});

test('a player without a line comes last and has no edge', () => {
  expect(players.at(-1)).toMatchObject({ lookup: 'player0', line: null, edge: null });
  expect(visibleText(page(2).blocks)).toContain('Player 0 · 20.0 points · no pick · no line · BOS v LAL');
});

test('a page of a slate that was read in parts shows where its players are in the whole slate', () => {
  const position = { batch_id: 'b-1', page: 26, shows: 'projections' as const };
  const { blocks } = slateModal(players, { ...SLATE, position, part: { skipped: 500, total: 10_000 } });
  expect(visibleText(blocks)).toContain('Players 521 to 540 of 10,000');
  expect(visibleText(blocks).match(/Player \d+(?= · 20)/g)).toHaveLength(PLAYERS_A_PAGE);
});

test('a slate without predictions says so', () => {
  const empty = slateModal([], { ...SLATE, position: { batch_id: 'b-1', page: 3, shows: 'projections' } });
  expect(visibleText(empty.blocks)).toContain('The predictions were removed.');
});

describe('a line of the slate', () => {
  const [first] = predictions.slice(1);
  if (first === undefined) throw new Error('the slate has no player');
  const lookup = first.player_lookup;
  const PRICED = {
    player_lookup: lookup,
    line: 19,
    over_probability: 0.56,
    under_probability: 0.44,
    pick: { side: 'OVER' as const, line: 18.5, bookmaker: 'fanduel', price: 105, probability: 0.561, value: 0.15 },
    no_pick: null,
    book: { bookmaker: 'draftkings', line: 19, age_minutes: 12 },
  };
  const CONTEXT = {
    player_lookup: lookup,
    team: 'BOS',
    opponent: 'LAL',
    is_home: false,
    tipoff_at: instantFromDate(new Date('2026-02-06T00:30:00Z')),
    injury: {
      status: 'Questionable',
      reason: 'Left Knee',
      reported_at: instantFromDate(new Date('2026-02-05T20:00:00Z')),
    },
    last_games: [25, 18].map((scored) => ({
      game_date: '2026-02-03',
      opponent: 'NYK',
      is_home: true,
      points: scored,
      minutes: 30,
    })),
  };
  const lineOf = (changed: object) => {
    const [player] = slatePlayers({
      ...UNPRICED,
      predictions: [first],
      contexts: [CONTEXT],
      priced: [{ ...PRICED, ...changed }],
    });
    return player === undefined ? '' : visibleText(slateLine(player)).trim();
  };

  test('has the projection and the pick right after the player, then line, game, injury tag and last games', () => {
    expect(lineOf({})).toBe(
      'Player 1 · 20.0 points · OVER 18.5 (fanduel +105), over 56.1 %, EV +15.0 % · line 19.0 · edge +1.0 · BOS at LAL 7:30 PM ET · questionable · last games 25, 18',
    );
  });

  test('has the tip-off in the time zone of the reader', () => {
    const [player] = slatePlayers({ ...UNPRICED, predictions: [first], contexts: [CONTEXT] });
    const elements = player === undefined ? [] : slateLine(player).elements;
    expect(elements).toContainEqual({ type: 'date', timestamp: 1770337800, format: '{time}', fallback: '7:30 PM ET' });
  });

  test('without a price has a probability and no pick', () => {
    expect(lineOf({ pick: null, no_pick: 'no_price' })).toContain('20.0 points · no price, over 56.0 % · line');
  });

  test('shows the models side by side, the headline projection first', () => {
    const rows = [
      { ...first, system_id: 'ensemble_v1', predicted_points: 22.25, is_headline: false },
      first,
      { ...first, player_lookup: 'x', player_name: 'X', system_id: 'ensemble_v1', predicted_points: 9, line_margin: 0 },
    ];
    const compared = slatePlayers({ ...UNPRICED, predictions: rows });
    expect(compared.map((player) => visibleText(slateModelsLine(player)).trim())).toEqual([
      'Player 1 · 20.0 points by moving average · line 19.0 · ensemble v1 22.3',
      'X · 9.0 points by ensemble v1 · line 19.0 · moving average none',
    ]);
  });
});

test('a button compares the models, and the next one shows the picks again', () => {
  expect(visibleText(page(0).blocks)).toContain('Compare models');
  expect(visibleText(page(1, 'models').blocks)).toContain('Show picks');
  expect(visibleText(page(1, 'models').blocks)).toContain('20.0 points by moving average · line 18.0');
});
