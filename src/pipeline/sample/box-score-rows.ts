import type { SampleGame } from './calendar.ts';
import type { SamplePlayer } from './league.ts';
import { binomial, normal, seededRandom } from './random.ts';
import type { Sample } from './sample.ts';
import {
  type PlayerLine,
  pointsOf,
  simulateGame,
  type TeamLine,
  teamPoints,
  threes,
  totalPoints,
} from './simulate-game.ts';

/** The values of one row of the sample league by column name. A column without a value is empty. */
export type SampleRow = Readonly<Record<string, string | number | boolean | null>>;

const SEASON_TYPE = 'regular';
const SEASON_GAMES = 82;

export function* playerGameLogRows(sample: Sample): Generator<SampleRow> {
  for (const { game, line, other } of playedLines(sample)) {
    const margin = teamPoints(line) - teamPoints(other);
    const random = seededRandom(`${sample.options.seed}/margin/${game.gameId}/${line.side}`);
    for (const own of line.players) {
      yield {
        ...gameColumns(game, line),
        ...playerColumns(own.player),
        starter: own.player.starter,
        minutes: own.minutes,
        points: pointsOf(own),
        rebounds: own.rebounds,
        assists: own.assists,
        turnovers: own.turnovers,
        ...shootingColumns([own]),
        plus_minus: Math.round((margin * own.minutes) / 48 + normal(random) * 4),
      };
    }
  }
}

export function* teamBoxScoreRows(sample: Sample): Generator<SampleRow> {
  for (const { game, line, other } of playedLines(sample)) {
    const [points, against] = [teamPoints(line), teamPoints(other)];
    yield {
      ...gameColumns(game, line),
      points,
      opp_points: against,
      team_won: points > against,
      ...shootingColumns(line.players),
      rebounds: totalPoints(line.players.map(({ rebounds }) => rebounds)),
      assists: totalPoints(line.players.map(({ assists }) => assists)),
      turnovers: totalPoints(line.players.map(({ turnovers }) => turnovers)),
      game_minutes_est: 48,
      possessions_est: line.possessions,
      pace_est: line.possessions,
      off_rating_est: rating(points, line.possessions),
      def_rating_est: rating(against, line.possessions),
      points_in_paint: 2 * totalPoints(line.players.map(({ makes: [rim = 0, paint = 0] }) => rim + paint)),
    };
  }
}

export function* scheduleRows({ options, league, calendar }: Sample): Generator<SampleRow> {
  for (const game of calendar) {
    const [home, away] = game.played ? simulateGame(options.seed, league, game).map(teamPoints) : [];
    yield {
      season: game.season,
      season_type: SEASON_TYPE,
      game_date: game.date,
      game_id: game.gameId,
      home_team: league[game.home]?.abbreviation ?? null,
      away_team: league[game.away]?.abbreviation ?? null,
      home_score: home ?? null,
      away_score: away ?? null,
      neutral_site: false,
      tipoff_utc: game.tipOff,
      arena: league[game.home]?.arena ?? null,
    };
  }
}

export function* shotZonesByGameRows(sample: Sample): Generator<SampleRow> {
  for (const { game, line } of playedLines(sample)) {
    for (const { player, attempts, makes } of line.players) {
      if (totalPoints(attempts) === 0) continue;
      yield { ...gameColumns(game, line), ...playerColumns(player), ...zoneColumns(attempts, makes) };
    }
  }
}

/**
 * Yields the players' shots by zone of the season before the sample season. The totals of a season are known only after
 * its end.
 */
export function* shotZonesBySeasonRows({ options, league, calendar }: Sample): Generator<SampleRow> {
  const season = seasonBefore(calendar[0]?.season ?? '');
  for (const { abbreviation, players } of league) {
    for (const player of players) {
      const random = seededRandom(`${options.seed}/season/${player.id}`);
      const shots = Math.round(player.expectedPoints * 0.8 * SEASON_GAMES * (0.7 + random() * 0.3));
      const attempts = player.zones.map((weight) => Math.round((shots * weight) / totalPoints(player.zones)));
      const makes = attempts.map((tries, zone) => binomial(random, tries, [0.65, 0.43, 0.42, 0.385, 0.355][zone] ?? 0));
      const columns = { season, season_type: SEASON_TYPE, team: abbreviation, games: SEASON_GAMES };
      yield { ...columns, ...playerColumns(player), ...zoneColumns(attempts, makes) };
    }
  }
}

export function playerColumns({ id, name }: SamplePlayer): SampleRow {
  return { player_id: id, player_name: name };
}

function* playedLines({ options, league, calendar }: Sample) {
  for (const game of calendar) {
    if (!game.played) continue;
    const [home, away] = simulateGame(options.seed, league, game);
    yield { game, line: home, other: away };
    yield { game, line: away, other: home };
  }
}

function gameColumns(game: SampleGame, { team, opponent, side }: TeamLine): SampleRow {
  return {
    season: game.season,
    season_type: SEASON_TYPE,
    game_date: game.date,
    game_id: game.gameId,
    team: team.abbreviation,
    opponent: opponent.abbreviation,
    is_home: side === 'home',
  };
}

function shootingColumns(lines: readonly PlayerLine[]): SampleRow {
  return {
    fgm: totalPoints(lines.map(({ makes }) => totalPoints(makes))),
    fga: totalPoints(lines.map(({ attempts }) => totalPoints(attempts))),
    fg3m: totalPoints(lines.map(({ makes }) => threes(makes))),
    fg3a: totalPoints(lines.map(({ attempts }) => threes(attempts))),
    ftm: totalPoints(lines.map(({ ftm }) => ftm)),
    fta: totalPoints(lines.map(({ fta }) => fta)),
  };
}

function zoneColumns(attempts: readonly number[], makes: readonly number[]): SampleRow {
  const columns: Record<string, number> = { fga: totalPoints(attempts), fgm: totalPoints(makes) };
  for (const [zone, name] of ['ra', 'paint_nonra', 'mid', 'corner3', 'above_break3'].entries()) {
    columns[`${name}_fga`] = attempts[zone] ?? 0;
    columns[`${name}_fgm`] = makes[zone] ?? 0;
  }
  return columns;
}

function rating(points: number, possessions: number): number {
  return Math.round((points / possessions) * 1000) / 10;
}

function seasonBefore(season: string): string {
  const year = Number(season.slice(0, 4)) - 1;
  return `${year}-${String((year + 1) % 100).padStart(2, '0')}`;
}
