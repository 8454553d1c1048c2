import { mirrorDeploys, overdueMirrors, type UnmirroredDeploy } from '../coordination/deploys/mirror-deploys.ts';
import type { Job } from '../operations/app.ts';
import { countedText } from '../operations/kit/count-text.ts';
import { leagueDay } from '../operations/kit/league-time.ts';
import { type FoundProblem, reportProblem } from './report-problem.ts';

const NAME = 'mirror-deploys';
const MONITOR = { job: NAME, incidentKey: 'deploys-not-mirrored' };
const CATCH_UP_MS = 5 * 60_000;

/** Mirrors the deploys. A mirror that stays unreachable is an incident, which resolves itself. */
export const mirrorNewDeploys: Job = {
  name: NAME,
  summary: 'Show the deploys as deployments on GitHub.',
  due: ['* * * * *'],
  catchUpWithinMs: CATCH_UP_MS,
  async run(app) {
    const { store, mirror } = app;
    if (mirror === undefined) {
      await reportProblem(app, MONITOR, undefined);
      return 'No mirror of the deploys is configured.';
    }
    const report = await mirrorDeploys({ store, mirror });
    await reportProblem(app, MONITOR, problemOf(mirror.name, overdueMirrors(report)));
    const { shown, waiting, givenUp } = report;
    return [
      `${mirror.name} shows ${countedText(shown, 'changed deploy')}.`,
      ...(waiting.length === 0 ? [] : [`${countedText(waiting.length, 'deploy')} cannot be shown yet.`]),
      ...(givenUp === 0 ? [] : [`Gave up on ${countedText(givenUp, 'deploy')} after a day.`]),
    ].join(' ');
  },
};

function problemOf(mirror: string, overdue: readonly UnmirroredDeploy[]): FoundProblem | undefined {
  const [oldest] = overdue;
  if (oldest === undefined) return undefined;
  const services = [...new Set(overdue.map(({ service }) => service))].join(', ');
  const reasons = [...new Set(overdue.map(({ why }) => why))].join(' ');
  return {
    title: `${mirror} does not show all deploys`,
    detail: `${countedText(overdue.length, 'deploy')} of ${services} cannot be shown, the oldest since ${leagueDay(oldest.since)}. ${reasons}`,
    remedy:
      'The deploys themselves are not affected. Tipoff tries again every minute, for a day. This incident resolves itself when the deploys are shown.',
  };
}
