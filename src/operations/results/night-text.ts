import type { NightResults } from '../../pipeline/grading/night-results.ts';
import { countedText } from '../kit/count-text.ts';
import { percent } from '../kit/figure-text.ts';
import { isEnoughForRate } from '../kit/rate-text.ts';
import { nightPicksSentences } from './record-text.ts';

/**
 * Describes a graded night of games in a few sentences: the counts, the best model's results and the games without
 * grades.
 */
export function nightText(night: NightResults): string {
  const { game_date, games, graded, voided_total, players, systems, leader, picks } = night;
  const head = `Graded ${countedText(graded, 'prediction')} of ${countedText(systems.length, 'model')} for ${countedText(players, 'player')} in ${countedText(games.final, 'game')} on ${game_date}.${voidedText(voided_total)}`;
  const leading = systems.find(({ system_id }) => system_id === leader);
  const leaderText = leading === undefined ? '' : ` ${leaderSentence(leading, night)}`;
  const published = picks === null ? '' : `${nightPicksSentences(picks).join(' ')} `;
  return `${published}${head}${leaderText}${openSentence(night)}${backfillSentence(night)}`;
}

function leaderSentence(
  { system_id, mae, line_mae, picks }: NightResults['systems'][number],
  { break_even }: NightResults,
): string {
  const errors =
    mae === null || line_mae === null
      ? ''
      : ` had an average error of ${mae.toFixed(2)} points (the line: ${line_mae.toFixed(2)}) and`;
  if (picks.hit_rate === null) return `${system_id}${errors} has no decided recommendation.`;
  const won = `${system_id}${errors} won ${picks.won} of ${countedText(picks.won + picks.lost, 'recommendation')}`;
  if (!isEnoughForRate(picks.won + picks.lost)) return `${won}.`;
  return `${won} (${percent(picks.hit_rate)}, break-even ${percent(picks.break_even ?? break_even)}).`;
}

function openSentence({ games }: NightResults): string {
  if (games.open.length === 0) return '';
  const named = games.open.map(({ game, reason }) => `${game} (${reason})`).join(', ');
  return ` Not graded yet: ${named}.`;
}

function backfillSentence({ basis, backfilled }: NightResults): string {
  if (basis === 'backfill')
    return ' These predictions are a backfill: they were made after the tip-off, so they never count as published picks.';
  return backfilled === 0
    ? ''
    : ` The numbers leave out ${countedText(backfilled, 'prediction')} from after the tip-off.`;
}

function voidedText(voided: number): string {
  return voided === 0 ? '' : ` Voided ${countedText(voided, 'prediction')}, because the player did not play.`;
}
