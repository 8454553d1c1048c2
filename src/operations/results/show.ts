import * as z from 'zod';
import { parseGameDate } from '../../pipeline/dates/game-date.ts';
import { NightResults } from '../../pipeline/grading/night-results.ts';
import { newestGradedDate, readNight } from '../../pipeline/grading/read-night.ts';
import { Problem } from '../../platform/problem.ts';
import type { App } from '../app.ts';
import { GameDateText } from '../kit/input/game-date.ts';
import { operation } from '../kit/operation.ts';
import { describeNight } from './describe-night.ts';

export const showResults = operation({
  name: 'results show',
  summary: 'Show how the predictions of a graded game date did, model by model.',
  input: z.strictObject({
    date: GameDateText.optional().describe('the game date; the newest graded one unless given'),
  }),
  output: NightResults,
  positionals: ['date'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input }) {
    const gameDate = input.date === undefined ? await newestDate(app) : parseGameDate(input.date, app.now());
    const data = await readNight(app.warehouse, gameDate);
    if (data !== undefined) return { decision: 'done', code: 'ok', message: describeNight(data), data, next: [] };
    const message = `${gameDate} is not graded. \`tipoff results grade ${gameDate}\` grades it.`;
    throw new Problem({ code: 'not_graded', message });
  },
});

async function newestDate({ warehouse }: App): Promise<string> {
  const newest = await newestGradedDate(warehouse);
  if (newest !== undefined) return newest;
  const message = 'No date is graded yet. `tipoff results grade <date>` grades the predictions of one.';
  throw new Problem({ code: 'nothing_graded', message });
}
