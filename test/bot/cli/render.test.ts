import { expect, test } from 'vitest';
import { renderBatchList } from '#src/bot/cli/render/render-batch-list.ts';
import { renderData } from '#src/bot/cli/render/render-data.ts';
import { renderModelRun } from '#src/bot/cli/render/render-model-run.ts';
import { renderSlate } from '#src/bot/cli/render/render-slate.ts';

const ROW = {
  ...{ team_abbr: 'LAL', opponent_team_abbr: 'PHI', recommendation: 'PASS' },
  ...{ is_actionable: false, is_headline: true, is_backfill: false },
};

const ANN = { ...ROW, player_lookup: 'ann', player_name: 'Ann', current_points_line: 19.5 };
const BO = { ...ROW, player_lookup: 'bo', player_name: 'Bo', current_points_line: 10 };
const CY = { ...ROW, player_lookup: 'cy', player_name: 'Cy', current_points_line: null };
const SLATE = [
  { ...ANN, system_id: 'a', predicted_points: 28, line_margin: 8.5, is_headline: false },
  { ...ANN, system_id: 'b', predicted_points: 21, line_margin: 1.5, recommendation: 'OVER' },
  { ...BO, system_id: 'a', predicted_points: 5, line_margin: -5, recommendation: 'UNDER', is_actionable: true },
  { ...CY, system_id: 'a', predicted_points: 0, line_margin: null },
];

test('a slate has one row per player with his projection, the largest edge first, and only actionable picks', () => {
  expect(renderSlate({ predictions: SLATE })).toBe(
    [
      'player  team  against  line  projection  edge  pick   model',
      'Bo      LAL   PHI      10.0           5  -5.0  UNDER  a',
      'Ann     LAL   PHI      19.5          21   1.5  –      b',
      'Cy      LAL   PHI         –           0     –  –      a',
    ].join('\n'),
  );
});

test('a slate says which players were predicted after the tip-off', () => {
  const pick = { recommendation: 'OVER', is_actionable: true };
  const row = { ...ROW, ...pick, system_id: 'a', predicted_points: 12, current_points_line: 10 };
  const ann = { ...row, player_lookup: 'ann', player_name: 'Ann', line_margin: 2 };
  const bo = { ...row, player_lookup: 'bo', player_name: 'Bo', line_margin: 1, is_backfill: true };
  expect(renderSlate({ predictions: [ann, bo] })).toBe(
    [
      'player  team  against  line  projection  edge  pick  model  made',
      'Ann     LAL   PHI        10          12     2  OVER  a      before tip-off',
      'Bo      LAL   PHI        10          12     1  OVER  a      after tip-off',
    ].join('\n'),
  );
});

test('a slate without predictions is empty', () => {
  expect(renderSlate({ predictions: [] })).toBe('');
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

test('names are on one line, and a time is shown to the second', () => {
  const data = {
    released: ['bot', 'worker'],
    until: '2026-02-05T23:06:06.040000Z',
    rows: [{ at: '2026-02-05T23:06:06.040000Z' }],
  };
  expect(renderData(data)).toBe(
    ['released  bot, worker', 'until     2026-02-05T23:06:06Z', '', 'rows', 'at', '2026-02-05T23:06:06Z'].join('\n'),
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
      'case  model  points  confidence  recommendation',
      '   7  zone    12.35         0.6  OVER',
      '   8  zone        –           –  absent: it lacks pace_score',
    ].join('\n'),
  );
});
