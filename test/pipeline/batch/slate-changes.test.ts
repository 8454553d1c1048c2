import { expect, it } from 'vitest';
import { type ChangedPrediction, SlateChangesNotice, slateChangesPosts } from '#src/pipeline/batch/slate-changes.ts';

const SAME: ChangedPrediction = {
  player_lookup: 'annlee',
  player_name: 'Ann Lee',
  team: 'BOS',
  opponent: 'LAL',
  system_id: 'catboost_v9',
  predicted_points: 21,
  line: 20,
  injury_status: null,
  was_predicted: true,
  was_active: true,
  predicted_points_before: 20.5,
  line_before: 20,
  injury_status_before: null,
};
const NO_ROW = { system_id: null, predicted_points: null, line: null, injury_status: null };
const NO_ROW_BEFORE = { predicted_points_before: null, line_before: null, injury_status_before: null };

const GENERATION = { batch_id: 'batch_2026-02-05_1', game_date: '2026-02-05', generation: 2 };
const postsOf = (predictions: readonly ChangedPrediction[], reasons = new Map<string, string>()) =>
  slateChangesPosts({ ...GENERATION, predictions, reasons });

function noticeOf(predictions: readonly ChangedPrediction[], reasons = new Map<string, string>()) {
  const [post] = postsOf(predictions, reasons);
  return SlateChangesNotice.parse(post?.announcement);
}

it.each<[string, Partial<ChangedPrediction>, string]>([
  ['without a row of the generation', NO_ROW, 'removed'],
  ['without any row before', { was_predicted: false, was_active: false, ...NO_ROW_BEFORE }, 'new'],
  ['whose rows before were no longer active', { was_active: false, injury_status_before: 'out' }, 'back'],
  ['with another injury status', { injury_status_before: 'questionable' }, 'status'],
  ['with another status and line', { injury_status: 'probable', line: 22 }, 'status'],
  ['with a line moved by 0.5', { line: 20.5 }, 'line'],
  ['with a first line', { line_before: null }, 'line'],
])('a player %s is named as %s', (_title, changed, kind) => {
  const notice = noticeOf([{ ...SAME, ...changed }]);
  expect(notice).toMatchObject({ ...GENERATION, counts: { [kind]: 1 }, named: [{ kind }] });
});

it('says the reason of a removed player alone', () => {
  const reasons = new Map([
    ['annlee', 'player_doubtful'],
    ['beamoss', 'no_features'],
  ]);
  const moved = { ...SAME, player_lookup: 'beamoss', player_name: 'Bea Moss', line: 25 };
  const { named } = noticeOf([{ ...SAME, ...NO_ROW }, moved], reasons);
  expect(named.map(({ reason }) => reason)).toEqual(['player_doubtful', null]);
});

it('posts nothing when no line and no status differs', () => {
  expect(postsOf([SAME, { ...SAME, line: 20.25 }])).toEqual([]);
  expect(postsOf([])).toEqual([]);
});

it('names at most thirty players and counts all', () => {
  const moved = Array.from({ length: 33 }, (_, index) => ({ ...SAME, player_lookup: `p${index}`, line: 21 }));
  const notice = noticeOf(moved);
  expect(notice.named).toHaveLength(30);
  expect(notice.counts).toEqual({ line: 33 });
});

it('is one post of its generation in the thread of the slate', () => {
  expect(postsOf([{ ...SAME, line: 21 }])).toMatchObject([
    { key: 'slate-changes-batch_2026-02-05_1-g2', under: 'slate-2026-02-05' },
  ]);
});
