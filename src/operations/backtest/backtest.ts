import * as z from 'zod';
import { runBacktest } from '../../pipeline/backtest/run-backtest.ts';
import { Backtest } from '../../pipeline/backtest/summarize-backtest.ts';
import { gameDateOf, parseGameDate } from '../../pipeline/dates/game-date.ts';
import { Problem } from '../../platform/problem.ts';
import { GameDateText } from '../kit/input/game-date-text.ts';
import { operation } from '../kit/operation.ts';
import { progressBar } from '../kit/progress-bar.ts';

export const backtest = operation({
  name: 'backtest',
  summary: 'Replay past dates with the data known before each game, and grade every model.',
  input: z.strictObject({
    from: GameDateText.describe('the first game date'),
    to: GameDateText.describe('the last game date'),
  }),
  output: Backtest.extend({ seconds: z.number() }),
  positionals: [],
  effect: 'read',
  reach: 'local',
  opens: 'stores',
  prints: 'outcome',
  onInterrupt: 'The grades are lost. The feature rows that were already built are kept.',
  async run(app, { input, progress }) {
    const startedAt = app.now().getTime();
    const [from, to] = [parseGameDate(input.from, app.now()), parseGameDate(input.to, app.now())];
    if (from > to) throw badRange(`--from ${from} is after --to ${to}. Give the earlier date first.`);
    if (from > gameDateOf(app.now()))
      throw badRange(`${from} is in the future. Give dates whose games have been played.`);
    const pool = { models: app.models(), snapshots: app.snapshots() };
    progress(`Reading the games from ${from} to ${to}`);
    const onDate = (done: number, dates: number) => progress(progressBar({ done, total: dates, unit: 'dates' }));
    const tested = await runBacktest({ ...app, pool, pricing: app.pricing(), onDate }, { from, to });
    const data = { ...tested, seconds: (app.now().getTime() - startedAt) / 1000 };
    if (tested.dates > 0) return { decision: 'done', code: 'ok', message: sentence(tested), data, next: [] };
    const message = `No game from ${from} to ${to} has a box score. Import box scores, or give other dates.`;
    return { decision: 'done', code: 'no_games', message, data, next: [] };
  },
});

function sentence({ dates, games, predicted }: Backtest): string {
  const [matches, players] = [games, predicted].map((count) => count.toLocaleString('en-US'));
  return `Replayed ${dates} dates with ${matches} games: ${players} player predictions. Predictions for players with a line were graded.`;
}

function badRange(message: string): Problem {
  return new Problem({ code: 'bad_range', message });
}
