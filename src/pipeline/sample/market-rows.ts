import { absenceOn } from './absence.ts';
import { playerColumns, type SampleRow } from './box-score-rows.ts';
import type { SampleGame } from './calendar.ts';
import type { SamplePlayer, SampleTeam } from './league.ts';
import { normal, type RandomSource, randomInteger, seededRandom } from './random.ts';
import type { Sample } from './sample.ts';

const BOOKMAKERS = ['draftkings', 'fanduel', 'betmgm'];
const OPENING_BOOKMAKER = 'draftkings';
const LINE_DAYS = 45;
const DAY_MS = 86_400_000;
const LEAST_LINE = 5.5;
/** The scale of the logistic distribution of points that gives the prices: a base, and a share of the expected points. */
const PRICE_SCALE_BASE = 1.4;
const PRICE_SCALE_SHARE = 0.17;
/** The bookmaker's margin on each side, as a probability. */
const LEAST_MARGIN = 0.015;
const MOST_MARGIN = 0.03;
const ODDS_STEP = 5;
const EVEN_ODDS = 100;
/** The standard deviation of the points that different bookmakers expect of one player. */
const BOOK_SPREAD = 0.12;
/**
 * The time of the older lines and injury reports of the sample league: the evening before a game. The newer ones are
 * published at `NEWEST_UTC`, which is at midnight or earlier in New York on the day of the game. Therefore every batch
 * of that day knows both the older and the newer ones.
 */
const EVENING_UTC = '22:00:00Z';
const NEWEST_UTC = '04:00:00Z';
/** Different spellings of the injury status `out`, as they also occur in real injury reports. */
const OUT_SPELLINGS = ['Out', 'OUT', 'out', 'Out '];
const DOUBT = 0.05;
const DOUBTS = ['Questionable', 'QUESTIONABLE', 'Probable', 'probable', 'Doubtful'];

/**
 * Yields two injury reports for each game of the sample league, with the players who are out or questionable. If the
 * two differ, the newer report is right.
 */
export function* injuryRows(sample: Sample): Generator<SampleRow> {
  for (const { game, team, player } of expectedPlayers(sample)) {
    const random = seededRandom(`${sample.options.seed}/report/${game.gameId}/${player.id}`);
    const reason = absenceOn(sample.options.seed, player.id, game.date);
    const columns = { game_date: game.date, ...playerColumns(player), team: team.abbreviation };
    for (const { report_at, status } of reports(reason, game, random)) {
      yield { ...columns, report_at, status, reason: reason ?? null };
    }
  }
}

/**
 * Yields lines of the sample league that are near each player's usual points: one line from the evening before the
 * game, and the newest line of every bookmaker.
 */
export function* propLineRows(sample: Sample): Generator<SampleRow> {
  const { seed, today, lineDays = LINE_DAYS } = sample.options;
  const first = dayBefore(today, lineDays);
  for (const { game, player } of expectedPlayers(sample)) {
    if (game.date < first || absenceOn(seed, player.id, game.date) !== undefined) continue;
    const random = seededRandom(`${seed}/line/${game.gameId}/${player.id}`);
    const expected = player.expectedPoints + normal(random) * 0.8;
    if (expected < LEAST_LINE) continue;
    const columns = { ...playerColumns(player), ...lineColumns(game, sample) };
    const evening = `${dayBefore(game.date, 1)}T${EVENING_UTC}`;
    yield { ...columns, ...makeLine(OPENING_BOOKMAKER, expected + normal(random), random), captured_at: evening };
    for (const bookmaker of BOOKMAKERS) {
      const line = makeLine(bookmaker, expected + normal(random) * BOOK_SPREAD, random);
      yield { ...columns, ...line, captured_at: newestLineAt(game, sample) };
    }
  }
}

/** Returns the time of the newest lines of a game: now if the game is tonight's and has not tipped, and midnight otherwise. */
function newestLineAt({ date, tipOff }: SampleGame, { options: { nowAt } }: Sample): string {
  const midnight = `${date}T${NEWEST_UTC}`;
  if (nowAt === undefined || Date.parse(nowAt) >= Date.parse(tipOff)) return midnight;
  return Date.parse(nowAt) > Date.parse(midnight) ? nowAt : midnight;
}

/** Yields all players of both teams of each game in the sample league, up to tonight's games. */
function* expectedPlayers({ options, league, calendar }: Sample) {
  for (const game of calendar) {
    if (game.date > options.today) return;
    for (const team of [league[game.home], league[game.away]]) {
      for (const player of playersOf(team)) yield { game, player, team: team ?? { abbreviation: '' } };
    }
  }
}

function playersOf(team: SampleTeam | undefined): readonly SamplePlayer[] {
  return team?.players ?? [];
}

function reports(reason: string | undefined, game: SampleGame, random: RandomSource) {
  const evening = `${dayBefore(game.date, 1)}T${EVENING_UTC}`;
  const newest = `${game.date}T${NEWEST_UTC}`;
  if (reason !== undefined) {
    const first = random() < 0.3 ? 'Questionable' : 'Out';
    return [
      { report_at: evening, status: first },
      { report_at: newest, status: pickOne(OUT_SPELLINGS, random) },
    ];
  }
  if (random() >= DOUBT) return [];
  const first = random() < 0.2 ? 'Out' : 'Questionable';
  const second = first === 'Out' ? 'Available' : pickOne(DOUBTS, random);
  return [
    { report_at: evening, status: first },
    { report_at: newest, status: second },
  ];
}

function lineColumns(game: SampleGame, { league }: Sample): SampleRow {
  return {
    home_team: league[game.home]?.abbreviation ?? null,
    away_team: league[game.away]?.abbreviation ?? null,
    game_date: game.date,
    game_id: game.gameId,
    commence_time: game.tipOff,
    is_main_line: true,
    line_type: 'standard',
  };
}

/**
 * Generates a bookmaker's line and prices from the points that the bookmaker expects. The line ends in .5, so that no
 * bet is a push.
 */
function makeLine(bookmaker: string, expected: number, random: RandomSource): SampleRow {
  const line = Math.max(LEAST_LINE, Math.floor(expected) + 0.5);
  const over = 1 / (1 + Math.exp((line - expected) / (PRICE_SCALE_BASE + PRICE_SCALE_SHARE * expected)));
  return { bookmaker, line, over_price: priceOf(over, random), under_price: priceOf(1 - over, random) };
}

/** Returns the American odds of a probability, with a bookmaker's margin. Odds are multiples of five. */
function priceOf(probability: number, random: RandomSource): number {
  const charged = probability + LEAST_MARGIN + random() * (MOST_MARGIN - LEAST_MARGIN);
  const odds = charged < 0.5 ? (1 - charged) / charged : -charged / (1 - charged);
  const rounded = Math.round((odds * EVEN_ODDS) / ODDS_STEP) * ODDS_STEP;
  return rounded === -EVEN_ODDS ? EVEN_ODDS : rounded;
}

function pickOne(texts: readonly string[], random: RandomSource): string {
  return texts[randomInteger(random, [0, texts.length - 1])] ?? '';
}

function dayBefore(date: string, days: number): string {
  return new Date(Date.parse(date) - days * DAY_MS).toISOString().slice(0, 10);
}
