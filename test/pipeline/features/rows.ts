import type { Row } from './small-league.ts';

const SEASON = { season: '2025-26', season_type: 'regular' };

/** A home game of BOS against `opponent`, unless the fields say otherwise. Its id is made of its date and home team. */
export function game(date: string, opponent = 'NYK', changes: Row = {}): Row {
  const home = changes['home_team'] ?? 'BOS';
  return { ...SEASON, game_date: date, game_id: `${date}-${home}`, home_team: home, away_team: opponent, ...changes };
}

/** The box score of `player` for BOS on that date: 30 minutes and 4 free throws, unless the fields say otherwise. */
export function log(date: string, points: number, changes: Row = {}): Row {
  return {
    ...SEASON,
    game_date: date,
    game_id: `${date}-BOS`,
    player_id: String(changes['player_lookup'] ?? 'ann'),
    player_name: 'Ann',
    player_lookup: 'ann',
    team: 'BOS',
    opponent: 'NYK',
    is_home: true,
    minutes: 30,
    points,
    turnovers: 2,
    fga: 10,
    fta: 5,
    ftm: 4,
    ...changes,
  };
}

/** The totals of both teams of that game: 100 possessions, 48 minutes and 100 plays each; BOS scores 110 points, the opponent 105. */
export function boxScores(date: string, opponent = 'NYK', changes: Row = {}): readonly Row[] {
  const totals = { possessions_est: 100, game_minutes_est: 48, fga: 80, fta: 25, turnovers: 9, ...changes };
  const bos = { team: 'BOS', opponent, is_home: true, team_won: true, points: 110, opp_points: 105 };
  const other = { team: opponent, opponent: 'BOS', is_home: false, team_won: false, points: 105, opp_points: 110 };
  return [bos, other].map((side) => ({ ...SEASON, game_date: date, game_id: `${date}-BOS`, ...totals, ...side }));
}

export function line(date: string, points: number, changes: Row = {}): Row {
  const player = { player_id: 'ann', player_name: 'Ann', player_lookup: 'ann' };
  return {
    game_date: date,
    game_id: `${date}-BOS`,
    ...player,
    bookmaker: 'draftkings',
    line: points,
    is_main_line: true,
    ...changes,
  };
}

export function report(reportAt: string, status: string, changes: Row = {}): Row {
  const player = { player_id: 'ann', player_name: 'Ann', player_lookup: 'ann', team: 'BOS' };
  return { report_at: reportAt, game_date: '2026-01-25', ...player, status, ...changes };
}

/** The shots of one game as season totals. */
export function seasonTotals(shots: Row, season: string): Row {
  const { game_date: _, game_id: __, ...totals } = shots;
  return { ...totals, season, season_type: 'regular', games: 50 };
}
