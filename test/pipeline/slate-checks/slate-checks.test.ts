import { describe, expect, it } from 'vitest';
import { examineSlate, failedChecks } from '#src/pipeline/slate-checks/examine-slate.ts';
import type { SlateFacts } from '#src/pipeline/slate-checks/slate-facts.ts';
import { SOUND } from './sound-facts.ts';

const DATE = '2026-02-05';

/** The findings about sound facts with some other values. */
function findings(facts: Partial<SlateFacts>): readonly string[] {
  return failedChecks({ ...SOUND, ...facts }, 'everything').map(({ check, finding }) => `${check}: ${finding}`);
}

const lines = (changed: Partial<SlateFacts['lines']>) => ({ lines: { ...SOUND.lines, ...changed } });
const reports = (changed: Partial<SlateFacts['reports']>) => ({ reports: { ...SOUND.reports, ...changed } });
const boxScores = (changed: Partial<SlateFacts['box_scores']>) => ({
  box_scores: { ...SOUND.box_scores, ...changed },
});
const predictions = (changed: Partial<SlateFacts['predictions']>) => ({
  predictions: { ...SOUND.predictions, ...changed },
});
const withLine = (with_line: number) => ({
  coverage: SOUND.coverage.map((date) => (date.game_date === DATE ? { ...date, players: 100, with_line } : date)),
});

it('a sound slate passes every check', () => {
  expect(examineSlate(SOUND, 'published').filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
});

describe('a slate at the threshold passes, and one beyond it fails', () => {
  it.each<[check: string, at: Partial<SlateFacts>, beyond: Partial<SlateFacts>, finding: string]>([
    [
      'teams_without_players',
      { teams: SOUND.teams },
      { teams: [...SOUND.teams.slice(1), { team: 'LAX', has_players: false }] },
      '1 of 16 teams on the schedule have no players: "LAX".',
    ],
    [
      'missing_box_scores',
      boxScores({ games_without: 0 }),
      boxScores({ games_without: 1 }),
      '1 of 21 games of the three days before have no box score.',
    ],
    [
      'uneven_box_scores',
      boxScores({ uneven_teams: 0 }),
      boxScores({ uneven_teams: 1 }),
      "In 1 of 42 box scores of the three days before, the players' points do not add up to the team's.",
    ],
    [
      'lines_without_player',
      lines({ without_player: 10 }),
      lines({ without_player: 11 }),
      'The lines of 11 of 100 players reach nobody, because the player is unknown or the line is for another game.',
    ],
    [
      'lines_without_player',
      lines({ players: 17, without_player: 2 }),
      lines({ players: 17, without_player: 3 }),
      'The lines of 3 of 17 players reach nobody, because the player is unknown or the line is for another game.',
    ],
    [
      'lines_without_game',
      lines({ players: 90, without_game: 30 }),
      lines({ players: 90, without_game: 31 }),
      '31 of 90 players with a line are on teams that do not play that day.',
    ],
    ['old_lines', lines({ old: 50 }), lines({ old: 51 }), 'The lines of 51 of 100 players are more than 24 hours old.'],
    [
      'missing_lines',
      withLine(45),
      withLine(44),
      '56 of 100 players who usually play have no line. On the dates before, 30 % had none at this time.',
    ],
    [
      'reports_without_player',
      reports({ players: 78, without_player: 26 }),
      reports({ players: 78, without_player: 27 }),
      '27 of 78 players in the injury reports are unknown.',
    ],
    [
      'unclear_reports',
      reports({ unclear: 4 }),
      reports({ unclear: 5 }),
      'The injury reports of 5 of 80 players are unclear: the name fits several players, or the status is not a known word.',
    ],
    [
      'no_predictions',
      predictions({ row_count: 914 }),
      predictions({ row_count: 0, player_count: 0 }),
      'There are 8 games and no predictions.',
    ],
    [
      'few_players',
      predictions({ player_count: 48 }),
      predictions({ player_count: 47 }),
      'Only 47 players are predicted; 48 are expected.',
    ],
    [
      'few_picks',
      predictions({ actionable_count: 10 }),
      predictions({ actionable_count: 9 }),
      'Only 9 rows are actionable; at least 10 are expected.',
    ],
    [
      'predictions_without_line',
      predictions({ no_line_count: 456 }),
      predictions({ no_line_count: 457 }),
      '457 of 914 rows have no betting line.',
    ],
    [
      'default_confidence',
      predictions({ default_confidence_count: 913 }),
      predictions({ default_confidence_count: 914 }),
      'Every row has the confidence 50, so a model is probably missing.',
    ],
    [
      'one_sided_picks',
      predictions({ over_count: 1, under_count: 19 }),
      predictions({ over_count: 1, under_count: 20 }),
      '20 of 21 rows with a pick say UNDER.',
    ],
  ])('%s', (...[check, at, beyond, finding]) => {
    expect(findings(at)).toEqual([]);
    expect(findings(beyond)).toEqual([`${check}: ${finding}`]);
  });
});

it('picks on the OVER side are as one-sided as those on the UNDER side', () => {
  expect(findings(predictions({ over_count: 19, under_count: 0 }))).toEqual([]);
  expect(findings(predictions({ over_count: 20, under_count: 0 }))).toEqual([
    'one_sided_picks: 20 of 20 rows with a pick say OVER.',
  ]);
});

describe('a check without enough facts is not made', () => {
  const reasonOf = (check: string, facts: Partial<SlateFacts>) =>
    examineSlate({ ...SOUND, ...facts }, 'published').find((result) => result.check === check);

  it.each<[string, Partial<SlateFacts>, string]>([
    ['old_lines', lines({ players: 0 }), 'No line of the date is imported.'],
    ['reports_without_player', reports({ players: 0 }), 'No injury report of the date is imported.'],
    [
      'missing_box_scores',
      boxScores({ games: 0, teams: 0 }),
      'No game of the three days before has a box score that is due.',
    ],
    [
      'missing_lines',
      { coverage: SOUND.coverage.slice(0, 3) },
      'Fewer than 3 dates before have lines at this time of the day, so nothing is usual.',
    ],
    [
      'missing_lines',
      { coverage: SOUND.coverage.slice(1) },
      'No player of the date has played in the seven days before.',
    ],
    ['one_sided_picks', predictions({ over_count: 0, under_count: 0 }), 'No row has a pick.'],
    ['few_players', predictions({ row_count: 0, player_count: 0 }), 'The date has no predictions.'],
  ])('%s', (check, facts, reason) => {
    expect(reasonOf(check, facts)).toMatchObject({ verdict: 'not_checked', reason });
  });
});

it('the usual share of players without a line is the median of the dates with lines', () => {
  const before = [90, 50, 80, 0].map((with_line, index) => ({
    game_date: `2026-02-0${index + 1}`,
    players: 100,
    with_line,
  }));
  const coverage = (with_line: number) => [{ game_date: DATE, players: 100, with_line }, ...before];
  expect(findings({ coverage: coverage(55) })).toEqual([]);
  expect(findings({ coverage: coverage(54) })).toEqual([
    'missing_lines: 46 of 100 players who usually play have no line. On the dates before, 20 % had none at this time.',
  ]);
});

it('a date without games has nothing to check', () => {
  const results = examineSlate({ ...SOUND, games: 0, ...predictions({ row_count: 0 }) }, 'published');
  expect(new Set(results.map(({ verdict }) => verdict))).toEqual(new Set(['not_checked']));
});

it('before a batch has ended, only the data is checked', () => {
  const results = examineSlate({ ...SOUND, ...predictions({ row_count: 0 }) }, 'not-yet');
  expect(results.filter(({ verdict }) => verdict === 'failed')).toEqual([]);
  expect(results.find(({ check }) => check === 'no_predictions')).toMatchObject({
    verdict: 'not_checked',
    reason: 'No batch of the date has ended.',
  });
});

it('the evening check looks only at the predictions', () => {
  const facts = { ...SOUND, ...lines({ old: 100 }), ...predictions({ actionable_count: 9 }) };
  expect(failedChecks(facts, 'predictions').map(({ check }) => check)).toEqual(['few_picks']);
});
