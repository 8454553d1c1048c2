import type { Job } from '../operations/app.ts';
import { slateAsOf } from '../pipeline/batch/open-slate.ts';
import { gameDateOf } from '../pipeline/dates/game-date.ts';
import { failedChecks } from '../pipeline/slate-checks/examine-slate.ts';
import { readSlateFacts } from '../pipeline/slate-checks/read-slate-facts.ts';
import { reportProblem } from './report-problem.ts';

const NAME = 'check-predictions';
const MONITOR = { job: NAME, incidentKey: 'predictions-of-tonight' };
const CATCH_UP_MS = 60 * 60_000;

/** Checks tonight's published predictions in the warehouse, and does not rely on what the batches reported. */
export const checkPredictions: Job = {
  name: NAME,
  summary: "Check at 7 PM that tonight's predictions exist and can be used. Check again until midnight.",
  due: ['0,30 19-23 * * *'],
  catchUpWithinMs: CATCH_UP_MS,
  async run(app, due) {
    const { warehouse } = app;
    const gameDate = gameDateOf(due);
    const facts = await readSlateFacts(warehouse, { gameDate, asOf: await slateAsOf(app, gameDate) });
    const problems = failedChecks(facts, 'predictions').map(({ finding }) => finding);
    if (problems.length === 0) {
      await reportProblem(app, MONITOR, undefined);
      return `The predictions of ${gameDate} are as expected.`;
    }
    await reportProblem(app, MONITOR, {
      title: `The predictions of ${gameDate} have a problem`,
      detail: problems.join(' '),
      remedy: `\`tipoff batch list\` shows the runs of today. \`tipoff batch start --date ${gameDate}\` predicts again.`,
    });
    return problems.join(' ');
  },
};
