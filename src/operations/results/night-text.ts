import type { NightResults } from '../../pipeline/grading/night-results.ts';

/** The night in one or two sentences: how much was graded, how the leading model did, and what is still open. */
export function nightText(night: NightResults): string {
  const { game_date, games, graded, players, systems, leader } = night;
  const head = `${count(graded, 'prediction')} of ${count(systems.length, 'model')} for ${count(players, 'player')} in ${count(games.final, 'game')} of ${game_date} are graded.`;
  const led = systems.find(({ system_id }) => system_id === leader);
  const told = led === undefined ? '' : ` ${leaderSentence(led, night)}`;
  return `${head}${told}${openSentence(night)}`;
}

function leaderSentence(
  { system_id, mae, line_mae, picks }: NightResults['systems'][number],
  { break_even }: NightResults,
): string {
  const off =
    mae === null || line_mae === null
      ? ''
      : ` was off by ${mae.toFixed(2)} points, the line of the same games by ${line_mae.toFixed(2)},`;
  if (picks.hit_rate === null) return `${system_id}${off} and had no pick decided.`;
  const rate = `${percent(picks.hit_rate)}, break-even ${percent(picks.break_even ?? break_even)}`;
  return `${system_id}${off} and won ${picks.won} of ${picks.won + picks.lost} picks (${rate}).`;
}

function openSentence({ games }: NightResults): string {
  if (games.open.length === 0) return '';
  const named = games.open.map(({ game, reason }) => `${game} (${reason})`).join(', ');
  return ` Open: ${named}.`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}
