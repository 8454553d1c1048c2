import type { PlayerContext } from '../../pipeline/context/player-context.ts';
import type { PricedPlayer } from '../../pipeline/pricing/priced-player.ts';
import { injuryStatusOf } from '../../pipeline/vocabulary/injury-status.ts';
import { percent, signedPercent } from '../kit/figure-text.ts';
import { oddsText } from '../kit/odds-text.ts';
import type { SlatePlayer } from './slate-player.ts';

const MINUTES_PER_HOUR = 60;
const HOURS_PER_DAY = 24;
/** At most this many characters of a status that Tipoff does not know are shown as a tag. */
const MAX_TAG = 30;

type Offered = Pick<NonNullable<PricedPlayer['pick']>, 'side' | 'line' | 'bookmaker' | 'price'>;

/** Formats a pick with its price: `OVER 22.5 (draftkings +105)`. */
export function offerText({ side, line, bookmaker, price }: Offered): string {
  return `${side} ${line} (${bookmaker} ${oddsText(price)})`;
}

interface PickOrReason {
  readonly pick: PricedPlayer['pick'];
  readonly no_pick: PricedPlayer['no_pick'] | 'no_training';
}

/** Formats the pick of a player for a column: the offer, `no price`, or `no pick`. */
export function pickCell({ pick, no_pick }: PickOrReason): string {
  if (pick !== null) return offerText(pick);
  return no_pick === 'no_price' ? 'no price' : 'no pick';
}

/**
 * Formats the probability of the pick. Without a pick it is that of the likelier side of the player's line: `over 54.1 %`.
 * Returns null without a line.
 */
export function probabilityCell({
  pick,
  over_probability,
  under_probability,
}: Pick<PricedPlayer, 'pick' | 'over_probability' | 'under_probability'>): string | null {
  if (pick !== null) return `${pick.side.toLowerCase()} ${percent(pick.probability)}`;
  if (over_probability === null || under_probability === null) return null;
  return over_probability >= under_probability
    ? `over ${percent(over_probability)}`
    : `under ${percent(under_probability)}`;
}

/** Formats the expected value of the pick as a share of the stake: `+4.1 %`. Returns null without a pick. */
export function valueCell({ pick }: Pick<PricedPlayer, 'pick'>): string | null {
  return pick === null ? null : signedPercent(pick.value);
}

/** Formats the game of a player with his team first: `LAL v PHI` at home, `LAL at PHI` away. Returns null without a game. */
export function gameCell({
  team,
  opponent,
  is_home,
}: Pick<PlayerContext, 'team' | 'opponent' | 'is_home'>): string | null {
  return team === null || opponent === null ? null : `${team} ${is_home === true ? 'v' : 'at'} ${opponent}`;
}

type PlayerOfGame = Pick<SlatePlayer, 'team_abbr' | 'opponent_team_abbr' | 'is_home'>;

/** Formats the game of a player of a slate: `LAL v PHI`, or `LAL against PHI` if the schedule does not have the game. */
export function slateGameCell({ team_abbr: team, opponent_team_abbr: opponent, is_home }: PlayerOfGame): string {
  return is_home === null ? `${team} against ${opponent}` : `${team} ${is_home ? 'v' : 'at'} ${opponent}`;
}

/** Returns the status of a player's newest injury report. Returns null without a report, and for a player who is available. */
export function injuryCell({ injury }: Pick<PlayerContext, 'injury'>): string | null {
  if (injury === null) return null;
  const status = injuryStatusOf(injury.status);
  if (status === 'available') return null;
  return status === 'unknown' ? injury.status.slice(0, MAX_TAG) : status;
}

/** Formats the bookmaker of a player's line: `draftkings, 12 min old`, or `draftkings, now 23.5` when the line has moved. */
export function bookCell({ line, book }: Pick<PricedPlayer, 'line' | 'book'>): string | null {
  if (book === null) return null;
  return `${book.bookmaker}, ${book.line === line ? `${ageText(book.age_minutes)} old` : `now ${book.line}`}`;
}

/** Formats the points of a player's last games, newest first: `25, 22, 31`. */
export function lastPointsCell(points: readonly number[]): string | null {
  return points.length === 0 ? null : points.join(', ');
}

/** Formats an age: `12 min`, `2.5 h`, `3 d`. */
export function ageText(minutes: number): string {
  const hours = minutes / MINUTES_PER_HOUR;
  if (hours < 1) return `${minutes} min`;
  return hours < HOURS_PER_DAY ? `${hours.toFixed(1)} h` : `${Math.floor(hours / HOURS_PER_DAY)} d`;
}
