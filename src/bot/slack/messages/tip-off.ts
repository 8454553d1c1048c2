import type { KnownBlock, RichTextSection } from '@slack/types';
import { countedText } from '../../../operations/kit/count-text.ts';
import { oddsText } from '../../../operations/kit/odds-text.ts';
import type { SlatePick } from '../../../pipeline/pricing/slate-picks.ts';
import type { TipOffCard, TipOffGame, TipOffReminder } from '../../../pipeline/tip-off/tip-off-announcements.ts';
import { type Instant, millisOf } from '../../../platform/instant.ts';
import { ACTION } from '../actions/action-id.ts';
import { button } from './button.ts';
import { chatTime } from './chat-time.ts';
import { count, points } from './figures.ts';
import { header, smallPrint } from './header.ts';
import { readerTime } from './reader-time.ts';
import { bold, bullets, dataText, line, paragraph, sentence, sentenceText, words } from './rich-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

const MINUTE_MS = 60_000;
const MINUTES_AN_HOUR = 60;
/** From two hours on, the time left is written with hours. */
const MOST_MINUTES = 2 * MINUTES_AN_HOUR;
/** The names of more picks would not fit into one line of data. */
const MAX_PICKS = 5;
const MAX_NAMES = 10;
const MAX_GAMES = 20;
const MAX_PROBLEMS = 10;

type TipOff = TipOffCard | TipOffReminder;

/** Builds the card of a date before its first tip-off. */
export function tipOffCard(card: TipOffCard): SlackMessage {
  const title = titleOf(card);
  return slackMessage(`${title}. ${tipOffText(card)}`, [
    header(title),
    paragraph(tipOffLine(card), ...movedLine(card)),
    ...problems(card),
    paragraph(predictionsLine(card), picksLine(card), ruledOutLine(card), missingLine(card), fixLine(card)),
    ...gamesOfTheNight(card),
    ...fullSlate(card),
    smallPrint(...(card.batch_id === null ? [] : [card.batch_id]), `updated at ${chatTime(card.written_at)}`),
  ]);
}

/** Builds the message 15 minutes before the first tip-off. The card has the details. */
export function tipOffReminder(reminder: TipOffReminder): SlackMessage {
  const title = titleOf(reminder);
  const ruledOut = reminder.ruled_out.length === 0 ? [] : [ruledOutLine(reminder)];
  return slackMessage(`${title}. ${tipOffText(reminder)}`, [
    paragraph(line(bold(title)), tipOffLine(reminder), picksLine(reminder), ...ruledOut),
    ...problems(reminder),
  ]);
}

function titleOf({ problems: found, game_date }: TipOff): string {
  return found.length === 0 ? `✓ Ready for the tip-off of ${game_date}` : `✕ Not ready for the tip-off of ${game_date}`;
}

/** Screen readers and notifications show this text, so it has the time and the problems. */
function tipOffText(tipOff: TipOff): string {
  const { first_tipoff_at, problems: found } = tipOff;
  const why = found.slice(0, MAX_PROBLEMS).map(({ finding, way_out }) => ` ${sentenceText(`${finding} ${way_out}`)}`);
  return `First tip-off at ${chatTime(first_tipoff_at)}, ${timeLeft(tipOff)}.${why.join('')}`;
}

function tipOffLine(tipOff: TipOff): RichTextSection {
  const { first_tipoff_at, written_at: now } = tipOff;
  return line(
    bold('First tip-off: '),
    readerTime(first_tipoff_at, { now, shows: 'day and time' }),
    words(` · ${timeLeft(tipOff)}`),
  );
}

/** Says when the time was counted, because the message is read later. */
function timeLeft({ first_tipoff_at, written_at }: TipOff): string {
  const minutes = Math.round((millisOf(first_tipoff_at) - millisOf(written_at)) / MINUTE_MS);
  const hours = `${Math.floor(minutes / MINUTES_AN_HOUR)} h ${minutes % MINUTES_AN_HOUR} min`;
  const left = minutes < MOST_MINUTES ? `${minutes} min` : hours;
  return `${left} left at ${chatTime(written_at)}`;
}

function movedLine({ moved_from, first_tipoff_at, written_at }: TipOffCard): readonly RichTextSection[] {
  if (moved_from === null || moved_from === first_tipoff_at) return [];
  const earlier = readerTime(moved_from, { now: written_at, shows: 'day and time' });
  return [line(words('The first tip-off has moved. It was '), earlier, words('.'))];
}

function problems({ problems: found }: TipOff): readonly KnownBlock[] {
  if (found.length === 0) return [];
  const shown = found.slice(0, MAX_PROBLEMS).map(({ finding, way_out }) => sentence(`${finding} ${way_out}`));
  return [bullets(...shown)];
}

function predictionsLine({ predictions, players }: TipOffCard): RichTextSection {
  const all = `${count(predictions)} for ${countedText(players, 'player')}.`;
  return line(bold('Predictions: '), words(predictions === 0 ? 'none.' : all));
}

function picksLine({ picks }: TipOff): RichTextSection {
  if (picks === null) return line(bold('Picks: '), words('none yet, because the message of the slate has no results.'));
  if (picks.length === 0) return line(bold('Picks: '), words('none.'));
  const named = picks.slice(0, MAX_PICKS).map(pickWords).join(', ');
  return line(bold('Picks: '), words(`${count(picks.length)}. `), dataText(`${named}${more(picks, MAX_PICKS)}.`));
}

function pickWords({ player_name, side, line: threshold, price, bookmaker }: SlatePick): string {
  return `${player_name} ${side} ${points(threshold)} (${oddsText(price)}, ${bookmaker})`;
}

function ruledOutLine({ ruled_out: out }: TipOff): RichTextSection {
  if (out.length === 0) return line(bold('Ruled out since the run: '), words('nobody.'));
  const named = out.slice(0, MAX_NAMES).map(({ player_name, team }) => `${player_name} (${team})`);
  return line(
    bold('Ruled out since the run: '),
    words(`${count(out.length)}. `),
    dataText(`${named.join(', ')}${more(out, MAX_NAMES)}.`),
  );
}

function missingLine({ missing, failed }: TipOffCard): RichTextSection {
  const counts = missing + failed === 0 ? 'none.' : `${count(missing)} missing, ${count(failed)} failed.`;
  return line(bold('Players missing or failed: '), words(counts));
}

function fixLine({ required_fix: fix }: TipOffCard): RichTextSection {
  const title = bold('Required fix live: ');
  if (fix.state === 'none') return line(title, words('no commit is required.'));
  return line(title, words(`${fix.state}, because `), dataText(`${fix.why}.`));
}

function gamesOfTheNight({ games, written_at }: TipOffCard): readonly KnownBlock[] {
  const rest = games.length - MAX_GAMES;
  return [
    paragraph(line(bold(`${countedText(games.length, 'game')} of the night`))),
    bullets(
      ...games.slice(0, MAX_GAMES).map((game) => gameLine(game, written_at)),
      ...(rest > 0 ? [line(words(`and ${count(rest)} more`))] : []),
    ),
  ];
}

function gameLine({ home_team, away_team, tipoff_at }: TipOffGame, now: Instant): RichTextSection {
  const time = tipoff_at === null ? words('time unknown') : readerTime(tipoff_at, { now, shows: 'time' });
  return line(dataText(`${away_team} at ${home_team}`), words(' · '), time);
}

function fullSlate({ predictions, batch_id }: TipOffCard): readonly KnownBlock[] {
  if (predictions === 0 || batch_id === null) return [];
  return [{ type: 'actions', elements: [button({ label: 'Full slate', actionId: ACTION.openSlate, id: batch_id })] }];
}

function more(all: readonly unknown[], shown: number): string {
  return all.length > shown ? ` and ${count(all.length - shown)} more` : '';
}
