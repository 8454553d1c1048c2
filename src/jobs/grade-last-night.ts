import { systemAuditContext } from '../coordination/audit/audit-context.ts';
import type { Job } from '../operations/app.ts';
import { gameDateOf, previousGameDate } from '../pipeline/dates/game-date.ts';
import { type GradedDate, gradeDate } from '../pipeline/grading/grade-date.ts';
import { updateHeadline } from '../pipeline/headline/update-headline.ts';
import { recordGrading } from './record-grading.ts';

const NAME = 'grade-last-night';
const HOURS_MS = 60 * 60_000;

/**
 * Box scores arrive during the night and the morning. Every run of this job grades the games that are final by then.
 */
export const gradeLastNight: Job = {
  name: NAME,
  summary: "Grade last night's predictions against the box scores and post the results.",
  due: ['30 2 * * *', '0 7 * * *', '30 11 * * *'],
  catchUpWithinMs: 18 * HOURS_MS,
  async run(app, due) {
    const gameDate = previousGameDate(gameDateOf(due));
    const graded = await gradeDate(app, gameDate);
    const said = sentence(graded, gameDate);
    if (graded.type !== 'graded') return said;
    await recordGrading(app, NAME, gameDate);
    const auditContext = systemAuditContext(app.audit, NAME);
    const model = await updateHeadline({ ...app, auditContext }, { until: gameDate, since: gameDateOf(due) });
    return model === undefined ? said : `${said} The headline model is now ${model}.`;
  },
};

/**
 * The result of a grading run as a sentence. Throws when another process is grading the date, so that the job is
 * retried.
 */
function sentence(graded: GradedDate, gameDate: string): string {
  switch (graded.type) {
    case 'graded':
      return `Graded ${graded.night.graded.toLocaleString('en-US')} predictions of ${gameDate}, voided ${graded.night.voided_total.toLocaleString('en-US')}.`;
    case 'held':
      throw new Error(`Another process is grading ${gameDate}`);
    case 'no-predictions':
      return `${gameDate} has no predictions to grade.`;
    case 'no-lines':
      return `${gameDate} has no prediction with a line to grade against.`;
    case 'no-final-game':
      return `None of the ${graded.open.length} games of ${gameDate} is final yet.`;
  }
}
