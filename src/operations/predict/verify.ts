import * as z from 'zod';
import { readNewestDoneBatch } from '../../pipeline/batch/read-batch.ts';
import { gameDateOf, parseGameDate } from '../../pipeline/dates/game-date.ts';
import type { ModelFile } from '../../pipeline/results/foreign-models.ts';
import { Verification, verifyPredictions } from '../../pipeline/results/verify-predictions.ts';
import { GameDateText } from '../kit/input/game-date-text.ts';
import { nextStep } from '../kit/next-step.ts';
import { type Outcome, operation } from '../kit/operation.ts';

const HASH_DIGITS_SHOWN = 12;

const PredictVerifyInput = z.strictObject({
  date: GameDateText.default('today').describe('the game date: YYYY-MM-DD, yesterday, today or tomorrow'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'predict verify': typeof PredictVerifyInput;
  }
}

export const verify = operation({
  name: 'predict verify',
  summary: "Check a date's stored predictions.",
  input: PredictVerifyInput,
  output: Verification,
  refusal: Verification,
  positionals: ['date'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input }) {
    const gameDate = parseGameDate(input.date, app.now());
    const data = await verifyPredictions(app, gameDate, await readNewestDoneBatch(app.store, gameDate));
    const isPast = data.game_date < gameDateOf(app.now());
    return { ...verdictOn(data, isPast ? 'past' : 'upcoming'), data };
  },
});

/**
 * Decides whether the predictions of a date are valid. On a past date, rows may come from models that were replaced
 * later. Tonight's rows must come from the installed models.
 */
function verdictOn(
  data: Verification,
  date: 'past' | 'upcoming',
): Pick<Outcome<Verification>, 'decision' | 'code' | 'message' | 'next'> {
  const { game_date, total, players, models, games, foreign_models } = data;
  const counts = `${total} rows of ${players} players, ${models} models and ${games} games on ${game_date}`;
  const again = (why: string) => nextStep('batch start', { date: game_date }, { why });
  const foreign = foreign_models.length === 0 ? '' : ` ${foreignSentence(foreign_models)}`;
  if (data.verdict === 'differs') {
    const message = `The prediction table differs from the announcement: ${counts}. ${data.active_rows_of_batch} of the ${data.announced_rows} announced rows are active, ${data.duplicates} rows are duplicates.${foreign}`;
    return { decision: 'refused', code: 'differs', message, next: [again('Predict that date again.')] };
  }
  if (foreign !== '' && date === 'upcoming') {
    const message = `The prediction table contains ${counts}, but some rows come from models that are not installed.${foreign}`;
    const next = [again('Predict that date again with the installed models.')];
    return { decision: 'refused', code: 'foreign_models', message, next };
  }
  if (data.verdict === 'agrees')
    return {
      decision: 'done',
      code: 'agrees',
      message: `The prediction table matches the results in the channel: ${counts}.${foreign}`,
      next: [],
    };
  const message = `No finished batch has announced predictions for ${game_date}. The prediction table contains ${counts}.${foreign}`;
  return { decision: 'done', code: 'nothing_announced', message, next: [again('Predict that date.')] };
}

/** Returns a sentence such as `67 rows of catboost_v9 were predicted with the file 4f1c2a9e0b7d. The installed model …`. */
function foreignSentence(foreign: readonly ModelFile[]): string {
  const parts = foreign.map(({ system_id, model_sha256, row_count }) => {
    const from = model_sha256 === null ? 'an unknown file' : `the file ${model_sha256.slice(0, HASH_DIGITS_SHOWN)}`;
    return `${row_count} rows of ${system_id} were predicted with ${from}`;
  });
  return `${parts.join(', ')}. The installed model with that id has a different file, or no such model is installed.`;
}
