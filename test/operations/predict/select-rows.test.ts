import { describe, expect, test } from 'vitest';
import { matchingRows, pickedRows, shownRows } from '#src/operations/predict/select-rows.ts';
import type { PricedPlayer } from '#src/pipeline/pricing/priced-player.ts';
import type { SlateRow } from '#src/pipeline/results/read-slate.ts';

const ROWS = [
  row('ann', { system_id: 'a', predicted_points: 28, line_margin: 8, is_headline: false }),
  row('ann', { system_id: 'b', predicted_points: 21, line_margin: 1 }),
  row('bo', { system_id: 'b', line_margin: -5, team_abbr: 'PHI', opponent_team_abbr: 'LAL' }),
  row('cy', { system_id: 'b', line_margin: null, team_abbr: 'BOS', opponent_team_abbr: 'NYK', game_id: '7' }),
];
const HEADLINES = shownRows(ROWS, {});

describe('the shown rows', () => {
  test('are the headline projections, the largest edge first and players without a line last', () => {
    expect(namesOf(HEADLINES)).toEqual(['bo', 'ann', 'cy']);
    expect(HEADLINES.every(({ models }) => models === null)).toBe(true);
  });

  test('are those of one model on request, without the players whom it did not predict', () => {
    expect(shownRows(ROWS, { model: 'a' }).map(({ row: shown }) => shown.predicted_points)).toEqual([28]);
  });

  test('have the points of every model on request', () => {
    expect(shownRows(ROWS, { models: true })[1]?.models).toEqual({ a: 28, b: 21 });
  });
});

test.each([
  [{ team: 'lal' }, ['ann']],
  [{ team: 'XYZ' }, []],
  [{ game: '7' }, ['cy']],
  [{ game: 'PHI @ LAL' }, ['bo', 'ann']],
  [{ game: 'LAL' }, []],
  [{ game: 'LAL PHI', team: 'PHI' }, ['bo']],
])('the filter %j keeps %j', (filter, names) => {
  expect(namesOf(matchingRows(HEADLINES, filter))).toEqual(names);
});

test('the picks come with the largest expected value first, and nobody else does', () => {
  const priced = [aPricedPlayer('cy', 0.04), aPricedPlayer('bo', null), aPricedPlayer('ann', 0.03)];
  expect(namesOf(pickedRows(HEADLINES, priced))).toEqual(['cy', 'ann']);
});

function namesOf(rows: ReturnType<typeof shownRows>): readonly string[] {
  return rows.map(({ row: { player_lookup } }) => player_lookup);
}

function row(player_lookup: string, changed: Partial<SlateRow>): SlateRow {
  return {
    player_lookup,
    player_name: player_lookup,
    team_abbr: 'LAL',
    opponent_team_abbr: 'PHI',
    game_id: '1',
    predicted_points: 20,
    confidence_score: 0.5,
    recommendation: 'PASS',
    current_points_line: 20,
    line_margin: 0,
    is_actionable: true,
    filter_reason: null,
    scoring_tier: null,
    scenario_category: null,
    model_version: '1',
    model_file_name: null,
    model_sha256: null,
    build_commit_sha: null,
    batch_id: 'batch',
    generation: 1,
    sportsbook: null,
    is_backfill: false,
    is_headline: true,
    system_id: 'b',
    ...changed,
  };
}

function aPricedPlayer(player_lookup: string, value: number | null): PricedPlayer {
  const pick = { side: 'OVER' as const, line: 20.5, bookmaker: 'fanduel', price: 105, probability: 0.56 };
  return {
    player_lookup,
    line: 20,
    over_probability: 0.56,
    under_probability: 0.44,
    pick: value === null ? null : { ...pick, value },
    no_pick: value === null ? 'low_value' : null,
    book: null,
  };
}
