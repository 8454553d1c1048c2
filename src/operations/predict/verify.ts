import * as z from 'zod';
import { readNewestDoneBatch } from '../../pipeline/batch/read-batch.ts';
import { gameDateOf, parseGameDate } from '../../pipeline/dates/game-date.ts';
import type { ModelFile } from '../../pipeline/results/foreign-models.ts';
import { type Verification, verifyPredictions } from '../../pipeline/results/verify-predictions.ts';
import { GameDateText } from '../kit/input/game-date.ts';
import { type Outcome, operation } from '../kit/operation.ts';

const HASH_DIGITS_SHOWN = 12;

export const verify = operation({
  name: 'predict verify',
  summary: 'Compare the predictions of a game date in the table with what was announced and with the models.',
  input: z.strictObject({ date: GameDateText.describe('the game date: YYYY-MM-DD, today or tomorrow') }),
  positionals: [],
  effect: 'read',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input }) {
    const gameDate = parseGameDate(input.date, app.now());
    const data = await verifyPredictions(app, gameDate, await readNewestDoneBatch(app.store, gameDate));
    const isOver = data.game_date < gameDateOf(app.now());
    return { ...verdictOn(data, isOver ? 'over' : 'to-come'), data };
  },
});

/** The rows of a date that is over may come from models that were replaced since; those of tonight may not. */
function verdictOn(data: Verification, date: 'over' | 'to-come'): Omit<Outcome<unknown>, 'data'> {
  const { game_date, total, players, models, games, foreign_models } = data;
  const counts = `${total} rows of ${players} players, ${models} models and ${games} games on ${game_date}`;
  const again = { operation: 'batch start', arguments: { date: game_date } };
  const foreign = foreign_models.length === 0 ? '' : ` ${foreignSentence(foreign_models)}`;
  if (data.verdict === 'differs') {
    const message = `The table does not hold what was announced: ${counts}, where ${data.active_rows_of_batch} of the ${data.announced_rows} announced rows are active and ${data.duplicates} rows are double.${foreign}`;
    return { decision: 'refused', code: 'differs', message, next: [{ ...again, why: 'Predict that date once more.' }] };
  }
  if (foreign !== '' && date === 'to-come') {
    const message = `The table holds ${counts}, but not all by the models of this installation.${foreign}`;
    const next = [{ ...again, why: 'Predict that date once more, with the models that are here.' }];
    return { decision: 'refused', code: 'foreign_models', message, next };
  }
  if (data.verdict === 'agrees')
    return {
      decision: 'done',
      code: 'agrees',
      message: `The table holds what was announced: ${counts}.${foreign}`,
      next: [],
    };
  const message = `No finished batch announced anything for ${game_date}; the table holds ${counts}.${foreign}`;
  return { decision: 'done', code: 'nothing_announced', message, next: [{ ...again, why: 'Predict that date.' }] };
}

/** `67 rows of catboost_v9 come from another file (4f1c2a9e0b7d) than the registry's.` */
function foreignSentence(foreign: readonly ModelFile[]): string {
  const parts = foreign.map(({ system_id, model_sha256, row_count }) => {
    const from = model_sha256 === null ? 'no known file' : `the file ${model_sha256.slice(0, HASH_DIGITS_SHOWN)}`;
    return `${row_count} rows of ${system_id} come from ${from}`;
  });
  return `${parts.join(', ')}; the registry has another for that id, or none.`;
}
