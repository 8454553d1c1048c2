import * as z from 'zod';
import { parseGameDate } from '../../pipeline/dates/game-date.ts';
import { buildFeatures } from '../../pipeline/features/build-features.ts';
import { readImportState } from '../../pipeline/import/import-state.ts';
import { Problem } from '../../platform/problem.ts';
import type { App } from '../app.ts';
import { GameDateText } from '../input/game-date.ts';
import { operation } from '../operation.ts';

export const buildFeatureStore = operation({
  name: 'features build',
  summary: 'Build the features of one game date, or of all of them at once, from what was known before each game.',
  input: z.strictObject({ date: GameDateText.optional().describe('the game date; all dates unless given') }),
  positionals: [],
  effect: 'write',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  onInterrupt: 'The features are as they were before.',
  async run(app, { input, progress }) {
    const begunAt = app.now().getTime();
    const gameDate = input.date === undefined ? undefined : parseGameDate(input.date, app.now());
    const range = gameDate === undefined ? await allDates(app) : { from: gameDate, to: gameDate };
    progress(`Building the features of ${gameDate ?? `${range.from} to ${range.to}`}`);
    const { dates, games, total, with_line } = await buildFeatures(app, range);
    const data = { ...range, dates, games, rows: total, with_line, seconds: (app.now().getTime() - begunAt) / 1000 };
    const message = `Built the features of ${total} players in ${games} games on ${dates === 1 ? 'one date' : `${dates} dates`}.`;
    return { decision: 'done', code: total === 0 ? 'no_games' : 'ok', message, data, next: [] };
  },
});

async function allDates({ warehouse }: App): Promise<{ from: string; to: string }> {
  const state = await readImportState(warehouse);
  if (state.imported && state.firstGameDate !== null && state.lastGameDate !== null) {
    return { from: state.firstGameDate, to: state.lastGameDate };
  }
  const message = 'No schedule is imported yet: `tipoff import <folder>` takes one in, `tipoff start` makes a sample.';
  throw new Problem({ code: 'nothing_imported', message });
}
