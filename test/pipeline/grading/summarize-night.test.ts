import { expect, it } from 'vitest';
import { type GradedNight, summarizeNight } from '#src/pipeline/grading/summarize-night.ts';

type Row = GradedNight['rows'][number];

const ROW: Row = {
  system_id: 'catboost_v9',
  player_lookup: 'ann',
  player_name: 'Ann',
  game_id: 'g1',
  team_abbr: 'BOS',
  opponent_team_abbr: 'NYK',
  predicted_points: 24,
  recommendation: 'OVER',
  line_value: 21.5,
  over_price: null,
  under_price: null,
  actual_points: 25,
  absolute_error: 1,
  signed_error: -1,
  predicted_margin: 2.5,
  actual_margin: 3.5,
  prediction_correct: true,
  is_voided: false,
  void_reason: null,
  is_backfill: false,
};

const tell = (rows: readonly Partial<Row>[], noLine = 0) =>
  summarizeNight({
    gameDate: '2026-02-05',
    basis: 'published',
    leftOut: 0,
    picks: null,
    headlineModel: 'catboost_v9',
    games: [{ game_id: 'g1', home_team: 'BOS', away_team: 'NYK', state: 'final' }],
    predictions: rows.length + noLine,
    noLine,
    rows: rows.map((row) => ({ ...ROW, ...row })),
  });

it('a night without graded predictions has no summary', () => {
  expect(tell([], 3)).toBeUndefined();
});

it('every prediction counts as graded, voided, without a line, or without actuals', () => {
  const night = summarizeNight({
    ...{ gameDate: 'd', headlineModel: 'catboost_v9', games: [], predictions: 9, noLine: 3 },
    ...{ basis: 'published', leftOut: 0, picks: null },
    rows: [ROW, { ...ROW, is_voided: true, void_reason: 'dnp' }],
  });
  expect(night).toMatchObject({ graded: 1, voided_total: 1, no_line: 3, missing_actuals: 4 });
});

it('the models are sorted by error, and the headline shows the headline model', () => {
  const rows = [{}, { system_id: 'near', signed_error: 0.5 }, { system_id: 'far', signed_error: -9 }];
  const night = tell([...rows, { system_id: 'idle', signed_error: null }]);
  expect(night?.systems.map(({ system_id }) => system_id)).toEqual(['near', 'catboost_v9', 'far', 'idle']);
  expect(night?.leader).toBe('catboost_v9');
});

it('without grades of the headline model the headline shows the model with the smallest error', () => {
  expect(tell([{ system_id: 'far', signed_error: -9 }, { system_id: 'near' }])?.leader).toBe('near');
});

it('the calls are the headline model’s picks with the largest edge, one right and one wrong', () => {
  const night = tell([
    {},
    { player_name: 'Bold', predicted_margin: -6, recommendation: 'UNDER' },
    { player_name: 'Wrong', predicted_margin: 4, prediction_correct: false },
    { player_name: 'Pushed', predicted_margin: 9, prediction_correct: null },
    { player_name: 'Other', predicted_margin: 20, system_id: 'other' },
  ]);
  expect(night?.best_call).toMatchObject({ player_name: 'Bold', recommendation: 'UNDER' });
  expect(night?.worst_call).toMatchObject({ player_name: 'Wrong' });
});

it('the error of the line counts each player once, however many models predicted him', () => {
  const night = tell([{}, { system_id: 'b' }, { player_lookup: 'ben', actual_margin: -1.5 }]);
  expect(night).toMatchObject({ line_mae: 2.5, players: 2 });
});

it('a player who did not play does not count as a player of the night', () => {
  const night = tell([{}, { player_lookup: 'ben', is_voided: true, void_reason: 'dnp_unknown', actual_margin: null }]);
  expect(night).toMatchObject({ players: 1, players_voided: 1, voided: { dnp_unknown: 1 } });
});
