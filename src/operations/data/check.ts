import * as z from 'zod';
import { slateAsOf } from '../../pipeline/batch/open-slate.ts';
import { readNewestDoneBatch } from '../../pipeline/batch/read-batch.ts';
import { parseGameDate } from '../../pipeline/dates/game-date.ts';
import { CheckResult, failedChecksText } from '../../pipeline/slate-checks/check-result.ts';
import { examineSlate } from '../../pipeline/slate-checks/examine-slate.ts';
import { readSlateFacts } from '../../pipeline/slate-checks/read-slate-facts.ts';
import { readUnmatchedValues, UnmatchedValue } from '../../pipeline/slate-checks/unmatched-values.ts';
import { GameDateText } from '../kit/input/game-date-text.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';

const MAX_VALUES = 20;

const DataCheckInput = z.strictObject({
  date: GameDateText.default('today').describe('the game date: YYYY-MM-DD, yesterday, today or tomorrow'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'data check': typeof DataCheckInput;
  }
}

const DataChecks = z.object({
  game_date: z.string(),
  /** The time up to which the checks use data: that of a batch that starts now. */
  as_of: z.string(),
  checks: z.array(CheckResult).readonly(),
  /** The values with the most rows, at most twenty. */
  unmatched: z.array(UnmatchedValue).readonly(),
  unmatched_total: z.number(),
});

export const checkData = operation({
  name: 'data check',
  summary: 'Check the data and predictions of a game date.',
  input: DataCheckInput,
  output: DataChecks,
  refusal: DataChecks,
  positionals: ['date'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input }) {
    const gameDate = parseGameDate(input.date, app.now());
    const asOf = await slateAsOf(app, gameDate);
    const facts = await readSlateFacts(app.warehouse, { gameDate, asOf, rows: 'all' });
    const isPredicted =
      facts.predictions.row_count > 0 || (await readNewestDoneBatch(app.store, gameDate)) !== undefined;
    const checks = examineSlate(facts, isPredicted ? 'published' : 'not-yet');
    const values = await readUnmatchedValues(app.warehouse, { gameDate, asOf });
    const unmatched = values.slice(0, MAX_VALUES);
    const data = { game_date: gameDate, as_of: asOf, checks, unmatched, unmatched_total: values.length };
    const failed = checks.filter((check) => check.verdict === 'failed');
    const examined = checks.filter(({ verdict }) => verdict !== 'not_checked');
    if (failed.length === 0) {
      const [code, message] = passedText(gameDate, examined.length, checks.length);
      return { decision: 'done', code, message, data, next: [] };
    }
    const found = failedChecksText(failed);
    const message = `${failed.length} of ${examined.length} checks of ${gameDate} failed, so its slate is not ready. ${found}`;
    const next = [nextStep('batch start', { date: gameDate }, { why: 'Predict again after the data is corrected.' })];
    return { decision: 'refused', code: 'checks_failed', message, data, next };
  },
});

function passedText(gameDate: string, examined: number, all: number): readonly [code: string, message: string] {
  if (examined === 0)
    return ['nothing_to_check', `Nothing of ${gameDate} can be checked, because the date has no games.`];
  const rest = all === examined ? '' : ` The other ${all - examined} checks had nothing to check.`;
  return ['ok', `${examined} checks of ${gameDate} passed.${rest}`];
}
