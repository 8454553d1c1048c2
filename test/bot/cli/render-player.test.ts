import { expect, test } from 'vitest';
import { renderPlayer } from '#src/bot/cli/render/render-player.ts';
import { instantFromDate } from '#src/platform/instant.ts';

const OVER = {
  system_id: 'catboost_v9',
  is_headline: true,
  predicted_points: 25.1,
  current_points_line: 19.5,
  line_margin: 5.6,
  recommendation: 'OVER',
  is_actionable: true,
  filter_reason: null,
  scoring_tier: 'starter',
  scenario_category: 'high_edge_over',
};
const LOW = {
  ...OVER,
  is_headline: false,
  system_id: 'moving_average',
  predicted_points: 20.4,
  line_margin: 0.9,
  is_actionable: false,
  filter_reason: 'low_edge',
  scenario_category: 'low_edge',
};

const NO_GAME = {
  player_lookup: 'ann',
  team: null,
  opponent: null,
  is_home: null,
  tipoff_at: null,
  injury: null,
  last_games: [],
};
const BARE = { absent: {}, priced: null, context: NO_GAME };

test('a player is one line a model with whether to act on it and why not, and why models are absent', () => {
  const absent = { zone_matchup_v1: 'it lacks pct_paint' };

  expect(renderPlayer({ ...BARE, predictions: [LOW, OVER], absent }).split('\n')).toEqual([
    'model           points  line  edge  recommends  act on it     scenario        tier',
    'catboost_v9       25.1  19.5   5.6  OVER        yes           high edge over  starter',
    'moving_average    20.4  19.5   0.9  OVER        no: low edge  low edge        starter',
    '',
    'absent           reason',
    'zone_matchup_v1  it lacks pct_paint',
  ]);
});

test('a row that picks nothing is nothing to act on, however far it is from the line', () => {
  const pass = { ...OVER, recommendation: 'PASS', line_margin: 9 };

  expect(renderPlayer({ ...BARE, predictions: [pass] })).toMatch(/PASS +no +/);
});

test('rows that are older than the rules have dashes, and nothing is shown of a player without any', () => {
  const old = { ...OVER, is_actionable: null, scoring_tier: null, scenario_category: null };

  expect(renderPlayer({ ...BARE, predictions: [old] })).toMatch(/OVER +– +– +–$/);
  expect(renderPlayer({ ...BARE, predictions: [] })).toBe('');
});

test('a player has his game, injury report, line, pick and last games, with times of the league', () => {
  const at = (time: string) => instantFromDate(new Date(time));
  const context = {
    player_lookup: 'ann',
    team: 'LAL',
    opponent: 'PHI',
    is_home: true,
    tipoff_at: at('2026-02-06T00:30:00Z'),
    injury: { status: 'questionable', reason: 'Left Knee', reported_at: at('2026-02-05T20:05:00Z') },
    last_games: [
      { game_date: '2026-02-03', opponent: 'NYK', is_home: true, points: 25, minutes: 33.6 },
      { game_date: '2026-02-01', opponent: 'BOS', is_home: false, points: 18, minutes: 30 },
    ],
  };
  const priced = {
    player_lookup: 'ann',
    line: 19.5,
    over_probability: 0.56,
    under_probability: 0.44,
    pick: { side: 'OVER' as const, line: 18.5, bookmaker: 'fanduel', price: -105, probability: 0.561, value: 0.096 },
    no_pick: null,
    book: { bookmaker: 'draftkings', line: 19.5, age_minutes: 90 },
  };
  expect(renderPlayer({ predictions: [], absent: {}, priced, context }).split('\n')).toEqual([
    'game           LAL v PHI, tip-off Feb 5, 7:30 PM ET',
    'injury report  questionable: Left Knee, reported Feb 5, 3:05 PM ET',
    'last games     25, 18 points in 34, 30 minutes, newest first',
    'line           19.5 (draftkings, 1.5 h old)',
    'probability    over 56.1 %',
    'pick           OVER 18.5 (fanduel −105), expected value +9.6 %',
  ]);
  const unpriced = { ...priced, pick: null, no_pick: 'no_price' as const };
  expect(renderPlayer({ predictions: [], absent: {}, priced: unpriced, context })).toContain(
    'pick           no price, because his lines have no price',
  );
});
