import * as z from 'zod';
import { parseGameDate } from '../../pipeline/dates/game-date.ts';
import { readSlate, SlateRow } from '../../pipeline/results/read-slate.ts';
import { GameDateText } from '../kit/input/game-date-text.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';

const PredictSlateInput = z.strictObject({
  date: GameDateText.describe('the game date: YYYY-MM-DD, today or tomorrow'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'predict slate': typeof PredictSlateInput;
  }
}

export const showSlate = operation({
  name: 'predict slate',
  summary: 'Show the predictions of a game date.',
  input: PredictSlateInput,
  output: z.object({
    game_date: z.string(),
    players: z.number(),
    rows: z.number(),
    predictions: z.array(SlateRow),
  }),
  positionals: [],
  effect: 'read',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input }) {
    const game_date = parseGameDate(input.date, app.now());
    const predictions = await readSlate(app.warehouse, game_date);
    const players = new Set(predictions.map(({ player_lookup }) => player_lookup)).size;
    const data = { game_date, players, rows: predictions.length, predictions };
    if (players > 0) {
      const message = `${predictions.length.toLocaleString('en-US')} predictions for ${players} players on ${game_date}.`;
      return { decision: 'done', code: 'ok', message, data, next: [] };
    }
    const next = [nextStep('batch start', { date: game_date }, { why: 'Predict that date.' })];
    return { decision: 'done', code: 'empty', message: `There are no predictions for ${game_date}.`, data, next };
  },
});
