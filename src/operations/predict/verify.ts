import * as z from 'zod';
import { parseGameDate } from '../../pipeline/dates/game-date.ts';
import { verifyPredictions } from '../../pipeline/results/verify-predictions.ts';
import { GameDateText } from '../input/game-date.ts';
import { operation } from '../operation.ts';

export const verify = operation({
  name: 'predict verify',
  summary: 'Count the predictions of a game date in the table and compare them with what was announced.',
  input: z.strictObject({ date: GameDateText.describe('the game date: YYYY-MM-DD, today or tomorrow') }),
  positionals: [],
  effect: 'read',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input }) {
    const data = await verifyPredictions(app, parseGameDate(input.date, app.now()));
    const { game_date, total, players, models, games } = data;
    const counts = `${total} rows of ${players} players, ${models} models and ${games} games on ${game_date}`;
    switch (data.verdict) {
      case 'agrees':
        return {
          decision: 'done',
          code: 'agrees',
          message: `The table holds what was announced: ${counts}.`,
          data,
          next: [],
        };
      case 'nothing-announced':
        return {
          decision: 'done',
          code: 'nothing_announced',
          message: `No finished batch announced anything for ${game_date}; the table holds ${counts}.`,
          data,
          next: [{ operation: 'batch start', arguments: { date: game_date }, why: 'Predict that date.' }],
        };
      case 'differs':
        return {
          decision: 'refused',
          code: 'differs',
          message: `The table does not hold what was announced: ${counts}, where ${data.active_rows_of_batch} of the ${data.announced_rows} announced rows are active and ${data.duplicates} rows are double.`,
          data,
          next: [{ operation: 'batch start', arguments: { date: game_date }, why: 'Predict that date once more.' }],
        };
    }
  },
});
