import { type DeployWatch, longUnreadable } from '../coordination/deploys/deploy-watch.ts';
import { watchDeploys } from '../coordination/deploys/watch-deploys.ts';
import type { Job } from '../operations/app.ts';
import { countedText } from '../operations/kit/count-text.ts';
import { leagueDay } from '../operations/kit/league-time.ts';
import { type FoundProblem, reportProblem } from './report-problem.ts';

const NAME = 'watch-deploys';
const MONITOR = { job: NAME, incidentKey: 'deploy-target-unreadable' };
const CATCH_UP_MS = 5 * 60_000;

/** Announces deploys that nobody announced. A source that stays unreadable is an incident, which the next good look resolves. */
export const watchUnannouncedDeploys: Job = {
  name: NAME,
  summary: 'Look every minute for builds and revisions that nobody announced.',
  due: ['* * * * *'],
  catchUpWithinMs: CATCH_UP_MS,
  async run(app) {
    const { watch, now, found } = await watchDeploys(app);
    await reportProblem(app, MONITOR, problemOf(longUnreadable(watch, now)));
    const unread = watch.unreadable.map(({ source }) => source);
    return [
      found === 0 ? 'Every deploy was announced.' : `Found ${countedText(found, 'unannounced deploy')}.`,
      ...(unread.length === 0 ? [] : [`These sources cannot be read: ${unread.join(', ')}.`]),
    ].join(' ');
  },
};

function problemOf(unreadable: DeployWatch['unreadable']): FoundProblem | undefined {
  if (unreadable.length === 0) return undefined;
  const sources = unreadable.map(({ source, since }) => `${source} since ${leagueDay(since)}`).join(', ');
  const reasons = [...new Set(unreadable.map(({ why }) => why))].join(' ');
  return {
    title: 'Tipoff cannot see all deploys',
    detail: `These sources cannot be read: ${sources}. ${reasons}`,
    remedy:
      '`tipoff deploy active` shows what can be read. This incident resolves itself when all sources can be read.',
  };
}
