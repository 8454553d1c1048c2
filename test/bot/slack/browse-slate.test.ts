import { expect, test } from 'vitest';
import { PLAYERS_A_PAGE, slateModal } from '#src/bot/slack/messages/slate-modal.ts';
import { slatePlayers } from '#src/bot/slack/messages/slate-players.ts';
import { visibleText } from './messages/visible-text.ts';

const players = slatePlayers({
  predictions: Array.from({ length: 45 }, (_, index) => ({
    system_id: 'moving_average',
    batch_id: 'b-1',
    player_lookup: `player${index}`,
    player_name: `Player ${index}`,
    team_abbr: 'BOS',
    opponent_team_abbr: 'LAL',
    predicted_points: 20,
    recommendation: 'PASS',
    is_backfill: false,
    current_points_line: index === 0 ? null : 20 - (index % 5),
    line_margin: index === 0 ? null : index % 5,
    is_actionable: false,
    is_headline: true,
  })),
});

const SLATE = { gameDate: '2026-02-05', headlineModel: 'moving_average' };

function page(number: number) {
  return slateModal(players, { ...SLATE, position: { batch_id: 'b-1', page: number } });
}

function labels(number: number) {
  return ['‹ Previous', 'Next ›'].filter((label) => visibleText(page(number).blocks).includes(label));
}

test('every player is on exactly one page, and a page has twenty', () => {
  const names = [0, 1, 2].map((number) => visibleText(page(number).blocks).match(/Player \d+(?= BOS)/g) ?? []);
  expect(names.map((onPage) => onPage.length)).toEqual([PLAYERS_A_PAGE, PLAYERS_A_PAGE, 5]);
  expect(new Set(names.flat()).size).toBe(45);
});

test('the first page has no way back, the last page no way forward, and a page past the end shows the last', () => {
  expect([0, 1, 2, 9].map(labels)).toEqual([['Next ›'], ['‹ Previous', 'Next ›'], ['‹ Previous'], ['‹ Previous']]);
  expect(visibleText(page(9).blocks)).toContain('Players 41 to 45 of 45');
});

test('a player without a line comes last and has no edge', () => {
  expect(players.at(-1)).toMatchObject({ lookup: 'player0', line: null, edge: null });
  expect(visibleText(page(2).blocks)).toContain('Player 0 BOS v LAL · 20.0 points · no line · no pick');
});

test('a page of a slate that was read in parts shows where its players are in the whole slate', () => {
  const position = { batch_id: 'b-1', page: 26 };
  const { blocks } = slateModal(players, { ...SLATE, position, part: { skipped: 500, total: 10_000 } });
  expect(visibleText(blocks)).toContain('Players 521 to 540 of 10,000');
  expect(visibleText(blocks).match(/Player \d+(?= BOS)/g)).toHaveLength(PLAYERS_A_PAGE);
});

test('a slate without predictions says so', () => {
  const empty = slateModal([], { ...SLATE, position: { batch_id: 'b-1', page: 3 } });
  expect(visibleText(empty.blocks)).toContain('The predictions were removed.');
});
