import { describe, expect, test } from 'vitest';
import { type Candidate, Candidate as CandidateRow, candidatesOf } from '#src/pipeline/batch/candidates.ts';
import { buildFeatures } from '#src/pipeline/features/build-features.ts';
import { PlayerInput } from '#src/pipeline/player/player-input.ts';
import { Instant } from '#src/platform/instant.ts';
import { boxScores, game, line, log, report } from './rows.ts';
import { featureRows, type League, leaguesOfFile, type Row } from './small-league.ts';

const openLeague = leaguesOfFile();
const TONIGHT = '2026-01-25';
const AS_OF = Instant.parse('2026-01-25T22:30:00.000000Z');
const DAYS = ['2026-01-11', '2026-01-13', '2026-01-15', '2026-01-18', '2026-01-20', '2026-01-23'];
const NOON = `${TONIGHT}T17:00:00Z`;

const LEAGUE: League = {
  schedule: [...DAYS, TONIGHT].map((day) => game(day)),
  player_game_logs: DAYS.map((day, index) => log(day, 10 + 2 * index)),
  team_box_scores: DAYS.flatMap((day) => boxScores(day)),
};

/** Ann as a batch sees her at `asOf`. `now` is the wall-clock time of the batch. */
async function tonight(
  changes: League,
  asOf = AS_OF,
  now = asOf,
): Promise<{ row: Row | undefined; candidate: Candidate | undefined }> {
  const deps = await openLeague({ ...LEAGUE, ...changes });
  await buildFeatures({ ...deps, now: () => new Date(now) }, { from: TONIGHT, to: TONIGHT, asOf });
  const candidates: Candidate[] = [];
  const moment = { game_date: TONIGHT, as_of: asOf, now };
  for await (const page of candidatesOf(deps.warehouse, moment)) candidates.push(...page);
  const isAnn = (one: Row | Candidate) => one.player_lookup === 'ann';
  return { row: (await featureRows(deps.warehouse)).find(isAnn), candidate: candidates.find(isAnn) };
}

describe('the market line of a player', () => {
  const book = (bookmaker: string, points: number, changes: Row = {}) =>
    line(TONIGHT, points, { bookmaker, captured_at: NOON, ...changes });

  test.each([
    [
      'DraftKings before all others',
      [book('FanDuel', 11.5), book('DraftKings', 12.5), book('bovada', 13.5)],
      12.5,
      'draftkings',
    ],
    [
      'FanDuel, BetMGM and Caesars in this order',
      [book('williamhill_us', 13.5), book('betmgm', 12.5), book('fanduel', 11.5)],
      11.5,
      'fanduel',
    ],
    ['any other by its name', [book('prizepicks', 13.5), book('bovada', 14.5)], 14.5, 'bovada'],
    [
      'a main line before an alternate one',
      [book('draftkings', 0.5, { is_main_line: false }), book('bovada', 14.5)],
      14.5,
      'bovada',
    ],
    [
      'the newest capture',
      [book('draftkings', 12.5, { captured_at: `${TONIGHT}T15:00:00Z` }), book('draftkings', 13.5)],
      13.5,
      'draftkings',
    ],
    [
      'the line seen last',
      [
        book('draftkings', 12.5, { captured_at: `${TONIGHT}T12:00:00Z`, last_seen_at: `${TONIGHT}T18:00:00Z` }),
        book('draftkings', 13.5),
      ],
      12.5,
      'draftkings',
    ],
    [
      'no line captured after `as_of`',
      [book('draftkings', 12.5), book('draftkings', 13.5, { captured_at: `${TONIGHT}T22:31:00Z` })],
      12.5,
      'draftkings',
    ],
    ['one of unknown time as of noon', [book('draftkings', 20, { captured_at: null })], 20, 'draftkings'],
  ])('%s', async (...[, prop_lines, expected, bookmaker]) => {
    const { row, candidate } = await tonight({ prop_lines });
    expect(row).toMatchObject({ vegas_points_line: expected, has_vegas_line: 1 });
    expect(candidate).toMatchObject({ line: expected, line_source: bookmaker });
  });

  test('ignores a line captured after the tip-off of its game', async () => {
    const tipoff_utc = `${TONIGHT}T20:00:00Z`;
    const late = { captured_at: `${TONIGHT}T20:30:00Z` };
    const changes = {
      schedule: [...DAYS.map((day) => game(day)), game(TONIGHT, 'NYK', { tipoff_utc })],
      prop_lines: [book('draftkings', 12.5), book('draftkings', 2.5, late), book('fanduel', 3.5, late)],
    };
    const { row, candidate } = await tonight(changes);
    expect(row).toMatchObject({ vegas_points_line: 12.5 });
    expect(candidate).toMatchObject({ line: 12.5 });
  });

  test('ignores a late line without a game id when the line tells the tip-off', async () => {
    const commence_time = `${TONIGHT}T20:00:00Z`;
    const late = book('draftkings', 2.5, { game_id: null, commence_time, captured_at: `${TONIGHT}T20:30:00Z` });
    const { row, candidate } = await tonight({ prop_lines: [book('fanduel', 12.5), late] });
    expect(row).toMatchObject({ vegas_points_line: 12.5 });
    expect(candidate).toMatchObject({ line: 12.5 });
  });

  test('takes the opening line from the first capture of its bookmaker', async () => {
    const early = book('draftkings', 11.5, { captured_at: `${TONIGHT}T15:00:00Z` });
    const { row } = await tonight({ prop_lines: [early, book('draftkings', 13)] });
    expect(row).toMatchObject({ vegas_points_line: 13, vegas_opening_line: 11.5, vegas_line_move: 1.5 });
  });

  test('without a capture time counts as known from noon in New York', async () => {
    const { row, candidate } = await tonight(
      { prop_lines: [book('draftkings', 20, { captured_at: null })] },
      Instant.parse(`${TONIGHT}T16:59:00.000000Z`),
    );
    expect(row).toMatchObject({ vegas_points_line: null, has_vegas_line: 0 });
    expect(candidate).toMatchObject({ line: null, line_source: null });
  });
});

describe('the consensus line of the bookmakers', () => {
  const book = (bookmaker: string, points: number, changes: Row = {}) =>
    line(TONIGHT, points, { bookmaker, captured_at: NOON, ...changes });
  const three = [book('draftkings', 12.5), book('fanduel', 14.5), book('bovada', 13.5)];

  test.each([
    ['is the median of their main lines', three, 13.5],
    ['is the mean of the middle two of an even number', [...three, book('betmgm', 14.5)], 14],
    ['is the line of the only one', [book('bovada', 13.5)], 13.5],
    [
      'takes the line each showed last',
      [...three, book('bovada', 18.5, { captured_at: `${TONIGHT}T18:00:00Z` })],
      14.5,
    ],
    ['takes no line shown later', [...three, book('bovada', 18.5, { captured_at: `${TONIGHT}T22:31:00Z` })], 13.5],
    ['ignores alternate lines', [...three, book('prizepicks', 0.5, { is_main_line: false })], 13.5],
    ['is missing when there are only alternate lines', [book('bovada', 0.5, { is_main_line: false })], null],
  ])('%s', async (_, prop_lines, expected) => {
    expect((await tonight({ prop_lines })).row).toMatchObject({ line_consensus: expected });
  });
});

describe('the newest report that names a player', () => {
  test.each(['Out', 'OUT', 'out'])('with status %s is read in any letter case (RT-01)', async (status) => {
    const { row, candidate } = await tonight({ injuries: [report(`${TONIGHT}T17:00:00Z`, status)] });
    expect(row).toMatchObject({ injury_risk: 3 });
    expect(candidate).toMatchObject({ injury_status: 'out' });
  });

  test('is chosen by time, not by hour of the day (RT-02)', async () => {
    const injuries = [report('2026-01-24T23:30:00Z', 'out'), report('2026-01-25T14:00:00Z', 'probable')];
    const { row, candidate } = await tonight({ injuries });
    expect(row).toMatchObject({ injury_risk: 1 });
    expect(candidate).toMatchObject({ injury_status: 'probable' });
  });

  test('is never one from after `as_of`', async () => {
    const injuries = [report(`${TONIGHT}T17:00:00Z`, 'questionable'), report(`${TONIGHT}T22:31:00Z`, 'out')];
    expect(await tonight({ injuries })).toMatchObject({
      row: { injury_risk: 2 },
      candidate: { injury_status: 'questionable' },
    });
  });

  test('is never one from after the tip-off of the game of the player', async () => {
    const schedule = [...DAYS.map((day) => game(day)), game(TONIGHT, 'NYK', { tipoff_utc: `${TONIGHT}T20:00:00Z` })];
    const injuries = [report(`${TONIGHT}T19:00:00Z`, 'Available'), report(`${TONIGHT}T20:30:00Z`, 'Out')];
    const { candidate } = await tonight({ schedule, injuries });
    expect(candidate?.injury_status).toBe('available');
  });

  test('leaves unlisted players available', async () => {
    const injuries = [report(`${TONIGHT}T17:00:00Z`, 'out', { player_lookup: 'bea', player_name: 'Bea' })];
    const { row, candidate } = await tonight({ injuries });
    expect(row).toMatchObject({ injury_risk: 0, default_features: '' });
    expect(candidate).toMatchObject({ injury_status: null });
  });

  test('is missing for a date without reports: available is then a guess, and rated as one', async () => {
    expect((await tonight({})).row).toMatchObject({ injury_risk: 0, default_features: 'injury_risk' });
  });
});

describe('an injury report of a team', () => {
  const bea = { player_lookup: 'bea', player_name: 'Bea', player_id: 'bea' };
  const early = report(`${TONIGHT}T17:00:00Z`, 'Out');
  const late = (changes: Row) => report(`${TONIGHT}T21:00:00Z`, 'Out', { ...bea, ...changes });

  test('replaces the older report, so a player who is absent from it is no longer out', async () => {
    const { row, candidate } = await tonight({ injuries: [early, late({})] });
    expect(candidate).toMatchObject({ injury_status: null });
    expect(row).toMatchObject({ injury_risk: 0, default_features: '' });
  });

  test.each([
    ['is marked partial', { report_scope: 'partial' }],
    ['is of another team', { team: 'NYK' }],
    ['names no team', { team: null }],
    ['is not submitted yet', { status: 'not submitted' }],
    ['is from after `as_of`', { report_at: `${TONIGHT}T22:31:00Z` }],
  ])('replaces nothing when it %s', async (_, changes) => {
    const { row, candidate } = await tonight({ injuries: [early, late(changes)] });
    expect(candidate).toMatchObject({ injury_status: 'out' });
    expect(row).toMatchObject({ injury_risk: 3 });
  });

  test('with the scope partial adds to the older report', async () => {
    const update = report(`${TONIGHT}T21:00:00Z`, 'Out', { report_scope: 'partial' });
    const injuries = [report(`${TONIGHT}T17:00:00Z`, 'Probable', bea), update];
    expect((await tonight({ injuries })).candidate).toMatchObject({ injury_status: 'out' });
  });
});

describe('a batch after the tip-off of a game', () => {
  const TIPOFF = `${TONIGHT}T23:00:00Z`;
  const NEXT_DAY = Instant.parse('2026-01-26T15:00:00.000000Z');
  const LAST_TIPOFF = { home_team: 'PHI', tipoff_utc: '2026-01-26T03:00:00Z' };
  const schedule = [
    ...DAYS.map((day) => game(day)),
    game(TONIGHT, 'NYK', { tipoff_utc: TIPOFF }),
    game(TONIGHT, 'MIA', LAST_TIPOFF),
  ];
  const hourBeforeLast = Instant.parse('2026-01-26T02:00:00.000000Z');
  const inTheLastHour = `${TONIGHT}T22:30:00Z`;

  test('uses the lines and reports of one hour before the own tip-off of each game', async () => {
    const prop_lines = [
      line(TONIGHT, 12.5, { captured_at: `${TONIGHT}T22:00:00Z` }),
      line(TONIGHT, 18.5, { captured_at: inTheLastHour }),
    ];
    const injuries = [report(`${TONIGHT}T21:59:00Z`, 'Probable'), report(inTheLastHour, 'Out')];
    const { row, candidate } = await tonight({ schedule, prop_lines, injuries }, hourBeforeLast, NEXT_DAY);
    expect(row).toMatchObject({ vegas_points_line: 12.5, injury_risk: 1, as_of: '2026-01-25T22:00:00.000Z' });
    expect(candidate).toMatchObject({ line: 12.5, injury_status: 'probable' });
  });

  test('uses data up to `as_of` for a game that has not tipped', async () => {
    const changes = { schedule, prop_lines: [line(TONIGHT, 18.5, { captured_at: inTheLastHour })] };
    const { row, candidate } = await tonight(changes, Instant.parse(`${TONIGHT}T22:40:00.000000Z`));
    expect(row).toMatchObject({ vegas_points_line: 18.5 });
    expect(candidate).toMatchObject({ line: 18.5, is_published: false });
  });
});

describe('a player who changed teams', () => {
  const schedule = [...DAYS.map((day) => game(day)), game(TONIGHT), game(TONIGHT, 'MIA', { home_team: 'PHI' })];

  test('belongs to the team that a newer report names', async () => {
    const injuries = [report(`${TONIGHT}T17:00:00Z`, 'questionable', { team: 'PHI' })];
    const { row, candidate } = await tonight({ schedule, injuries });
    expect(row).toMatchObject({ team: 'PHI', opponent: 'MIA' });
    expect(candidate).toMatchObject({ team: 'PHI', opponent: 'MIA' });
  });

  test('has both teams of the game of his line when only the line shows that he moved', async () => {
    const elsewhere = line(TONIGHT, 12.5, { game_id: `${TONIGHT}-PHI`, captured_at: NOON });
    const { row, candidate } = await tonight({ schedule, prop_lines: [elsewhere] });
    const game_id = `${TONIGHT}-PHI`;
    expect(row).toMatchObject({ game_id, team: 'PHI/MIA', opponent: 'MIA/PHI', is_home: false });
    expect(candidate).toMatchObject({ game_id, team: 'PHI/MIA', opponent: 'MIA/PHI', line: 12.5 });
  });
});

describe('a candidate', () => {
  test('has his past games with the data from before each one', async () => {
    const { candidate } = await tonight({});
    const { history } = PlayerInput.pick({ history: true }).parse({ history: JSON.parse(candidate?.history ?? '') });
    expect(history.points).toEqual([20, 18, 16, 14, 12, 10]);
    expect(history.days_rest).toEqual([2, 1, 2, 1, 1, 7]);
    expect(history.is_home).toEqual([true, true, true, true, true, true]);
    // NYK allows 110 points per 100 possessions; before its first game nothing is known. Both count as average.
    expect(new Set(history.opponent_tier)).toEqual(new Set(['tier_2_average']));
    // Points rise by 2 a game. Before the last game, the average of five is 14 and that of the season is 14.
    expect(new Set(history.recent_form)).toEqual(new Set(['normal']));
  });

  test('without a feature row has no features and is still a candidate', async () => {
    const deps = await openLeague(LEAGUE);
    const pages = candidatesOf(deps.warehouse, { game_date: TONIGHT, as_of: AS_OF, now: AS_OF });
    const [candidate] = (await Array.fromAsync(pages)).flat();
    expect(CandidateRow.parse(candidate)).toMatchObject({
      player_lookup: 'ann',
      feature_version: null,
      points_avg_last_5: null,
      minutes_avg_last_7_days: 30,
      history: '{"points":[],"opponent_tier":[],"days_rest":[],"is_home":[],"recent_form":[]}',
    });
  });
});
