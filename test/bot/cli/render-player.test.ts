import { expect, test } from 'vitest';
import { renderPlayer } from '#src/bot/cli/render/render-player.ts';

const OVER = {
  system_id: 'catboost_v9',
  predicted_points: 25.1,
  current_points_line: 19.5,
  line_margin: 5.6,
  confidence_score: 87,
  recommendation: 'OVER',
  is_actionable: true,
  filter_reason: null,
  scoring_tier: 'starter',
  scenario_category: 'high_edge_over',
};
const LOW = {
  ...OVER,
  system_id: 'moving_average',
  predicted_points: 20.4,
  line_margin: 0.9,
  is_actionable: false,
  filter_reason: 'low_edge',
  scenario_category: 'low_edge',
};

test('a player is one line a model with whether to act on it and why not, and why models are absent', () => {
  const absent = { zone_matchup_v1: 'it lacks pct_paint' };

  expect(renderPlayer({ predictions: [OVER, LOW], absent }).split('\n')).toEqual([
    'model           points  line  edge  confidence  pick  act on it     scenario        tier',
    'catboost_v9       25.1  19.5   5.6          87  OVER  yes           high edge over  starter',
    'moving_average    20.4  19.5   0.9          87  OVER  no: low edge  low edge        starter',
    '',
    'absent           reason',
    'zone_matchup_v1  it lacks pct_paint',
  ]);
});

test('a row that picks nothing is nothing to act on, however far it is from the line', () => {
  const pass = { ...OVER, recommendation: 'PASS', line_margin: 9 };

  expect(renderPlayer({ predictions: [pass], absent: {} })).toMatch(/PASS +no pick +/);
});

test('rows that are older than the rules have dashes, and nothing is shown of a player without any', () => {
  const old = { ...OVER, is_actionable: null, scoring_tier: null, scenario_category: null };

  expect(renderPlayer({ predictions: [old], absent: {} })).toMatch(/OVER +– +– +–$/);
  expect(renderPlayer({ predictions: [], absent: {} })).toBe('');
});
