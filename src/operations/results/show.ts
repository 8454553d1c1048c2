import * as z from 'zod';
import { parseGameDate } from '../../pipeline/dates/game-date.ts';
import { NightResults } from '../../pipeline/grading/night-results.ts';
import { newestGradedDate, readNightResults } from '../../pipeline/grading/read-night-results.ts';
import { Problem } from '../../platform/problem.ts';
import type { App } from '../app.ts';
import { GameDateText } from '../kit/input/game-date-text.ts';
import { operation } from '../kit/operation.ts';
import { nightText } from './night-text.ts';

export const showResults = operation({
  name: 'results show',
  summary: 'Show the results of a game date by model.',
  input: z.strictObject({
    date: GameDateText.optional().describe('the game date; default: the newest graded date'),
  }),
  output: NightResults,
  positionals: ['date'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input }) {
    const gameDate = input.date === undefined ? await newestDate(app) : parseGameDate(input.date, app.now());
    const data = await readNightResults(app, gameDate);
    if (data !== undefined) return { decision: 'done', code: 'ok', message: nightText(data), data, next: [] };
    const message = `${gameDate} is not graded yet. Grade it with \`tipoff results grade ${gameDate}\`.`;
    throw new Problem({ code: 'not_graded', message });
  },
});

async function newestDate({ warehouse }: App): Promise<string> {
  const newest = await newestGradedDate(warehouse);
  if (newest !== undefined) return newest;
  const message = 'No date is graded yet. Grade one with `tipoff results grade <date>`.';
  throw new Problem({ code: 'nothing_graded', message });
}
