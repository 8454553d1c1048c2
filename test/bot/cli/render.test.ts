import { expect, test } from 'vitest';
import { renderBatchList } from '#src/bot/cli/render/render-batch-list.ts';
import { renderData } from '#src/bot/cli/render/render-data.ts';
import { renderModelRun } from '#src/bot/cli/render/render-model-run.ts';
import { renderSlate } from '#src/bot/cli/render/render-slate.ts';
import { points } from '#src/bot/slack/messages/figures.ts';
import { aSlatePlayer } from '../../operations/predict/a-slate-player.ts';

const ROW = aSlatePlayer({ team_abbr: 'LAL', opponent_team_abbr: 'PHI', is_home: null, tipoff_at: null });
const SHOWN = { headline_model: 'b' };

const ANN = { ...ROW, player_lookup: 'ann', player_name: 'Ann', current_points_line: 19.5 };
const BO = { ...ROW, player_lookup: 'bo', player_name: 'Bo', current_points_line: 10 };
const CY = { ...ROW, player_lookup: 'cy', player_name: 'Cy', current_points_line: null };
const SLATE = [
  { ...BO, system_id: 'a', predicted_points: 5, line_margin: -5, models: { a: 5 } },
  { ...ANN, system_id: 'b', predicted_points: 21, line_margin: 1.5, models: { a: 28, b: 21 } },
  { ...CY, system_id: 'a', predicted_points: 0, line_margin: null, models: { a: 0 } },
];

test('a slate has one row per player with his projection', () => {
  expect(renderSlate({ ...SHOWN, predictions: SLATE })).toBe(
    [
      'player  projection  pick  probability  EV  line  edge  game             tip-off  injury report  model',
      'Bo               5     –            –   –  10.0  -5.0  LAL against PHI        –              –  a',
      'Ann             21     –            –   –  19.5   1.5  LAL against PHI        –              –  b',
      'Cy               0     –            –   –     –     –  LAL against PHI        –              –  a',
    ].join('\n'),
  );
});

test('a slate says which players were predicted after the tip-off', () => {
  const row = { ...ROW, system_id: 'a', predicted_points: 12, current_points_line: 10 };
  const ann = { ...row, player_lookup: 'ann', player_name: 'Ann', line_margin: 2 };
  const bo = { ...row, player_lookup: 'bo', player_name: 'Bo', line_margin: 1, is_backfill: true };
  expect(renderSlate({ ...SHOWN, predictions: [ann, bo] })).toBe(
    [
      'player  projection  pick  probability  EV  line  edge  game             tip-off  injury report  model  made',
      'Ann             12     –            –   –    10     2  LAL against PHI        –              –  a      before tip-off',
      'Bo              12     –            –   –    10     1  LAL against PHI        –              –  a      after tip-off',
    ].join('\n'),
  );
});

test('a slate shows the models side by side, the headline projection first and named', () => {
  expect(renderSlate({ ...SHOWN, predictions: SLATE, shows: 'models' })).toBe(
    [
      'player  projection by b   a  line',
      'Bo      5.0 by a          5  10.0',
      'Ann     21               28  19.5',
      'Cy      0.0 by a          0     –',
    ].join('\n'),
  );
});

test('a projection is rounded as in the channel', () => {
  const row = { ...ANN, system_id: 'b', predicted_points: 22.15, line_margin: 2.65 };
  expect(points(22.15)).toBe('22.1');
  expect(renderSlate({ ...SHOWN, predictions: [row] })).toMatch(/^Ann +22\.1 /m);
});

test('a slate without predictions is empty', () => {
  expect(renderSlate({ ...SHOWN, predictions: [] })).toBe('');
});

test('any data is shown: values by name, counts in one line, lists as tables, empty lists not at all', () => {
  const data = { game_date: '2026-02-05', total: 1234.567, skipped: { no_features: 2, b: 1 }, failed: {}, done: true };
  expect(
    renderData({
      ...data,
      gone: [],
      rows: [
        { a_b: 1, c: null },
        { a_b: 22, c: 'x' },
      ],
    }),
  ).toBe(
    [
      'game date  2026-02-05',
      'total      1,234.57',
      'skipped    no features 2, b 1',
      'failed     none',
      'done       yes',
      '',
      'rows',
      'a b  c',
      '  1  –',
      ' 22  x',
    ].join('\n'),
  );
});

test('names are on one line, and a time is shown in New York', () => {
  const data = {
    released: ['bot', 'worker'],
    until: '2026-02-05T23:06:06.040000Z',
    rows: [{ at: '2026-02-05T23:06:06.040000Z' }],
  };
  expect(renderData(data)).toBe(
    ['released  bot, worker', 'until     Feb 5, 6:06 PM ET', '', 'rows', 'at', 'Feb 5, 6:06 PM ET'].join('\n'),
  );
});

test('values that belong together stand in one line, without what is unknown', () => {
  const deploy = { commit: 'abcdef1', state: 'running', ended_at: null, tries: 2 };
  expect(renderData({ deploy })).toBe('deploy  commit abcdef1, state running, tries 2');
});

test('text from outside cannot steer the terminal', () => {
  expect(renderData({ name: 'a\u001b[2Jb\u202e' })).toBe('name  a\\u001b[2Jb\\u202e');
  expect(
    renderSlate({
      ...SHOWN,
      predictions: [
        {
          ...ROW,
          system_id: 'a',
          player_lookup: 'x',
          player_name: '\u001b[31m',
          predicted_points: 1,
          current_points_line: 1,
          line_margin: 0,
        },
      ],
    }),
  ).not.toContain('\u001b');
});

test('batches are listed with skipped and failed summed up', () => {
  const batch = {
    batch_id: 'b1',
    game_date: '2026-02-05',
    state: 'done',
    result: 'complete',
    seconds: 0.5,
    late: 9,
  } as const;
  const counts = { expected: 9, predicted: 5, skipped: { a: 1, b: 2 }, failed: { c: 1 }, missing: 0 };
  expect(renderBatchList({ batches: [{ ...batch, ...counts }] })).toBe(
    [
      'batch id  game date   state  result    expected  predicted  skipped  failed  missing  seconds',
      'b1        2026-02-05  done   complete         9          5        3       1        0      0.5',
    ].join('\n'),
  );
});

test('a run of the models is one line for each case and model, and says why one is absent', () => {
  const answer = { predicted_points: 12.345, confidence: 0.6, recommendation: 'OVER' };
  expect(
    renderModelRun({
      cases: [
        { id: 7, models: { zone: answer }, absent: {} },
        { id: 8, models: {}, absent: { zone: 'it lacks pace_score' } },
      ],
    }),
  ).toBe(
    [
      'case  model  points  recommendation',
      '   7  zone    12.35  OVER',
      '   8  zone        –  absent: it lacks pace_score',
    ].join('\n'),
  );
});
