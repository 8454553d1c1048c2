import { systemAuditContext } from '../coordination/audit/audit-context.ts';
import { noteFreezeEnd } from '../coordination/deploy-locks/freeze-deploys.ts';
import type { App, Job } from '../operations/app.ts';
import { leagueDay } from '../operations/kit/league-time.ts';
import { isSampleLeague } from '../pipeline/import/is-sample.ts';
import { dropGameFreeze, planGameFreeze } from '../pipeline/tip-off/plan-game-freeze.ts';

const CATCH_UP_MS = 5 * 60_000;
const NAME = 'plan-deploy-freeze';

/** The job decides by the time at which it runs, so a run that was missed needs no repetition. */
export const planDeployFreeze: Job = {
  name: NAME,
  summary: 'Plan the freeze of deploys from the last call until the last tip-off, and say when a freeze has ended.',
  due: ['*/5 * * * *'],
  catchUpWithinMs: CATCH_UP_MS,
  async run(app) {
    const { store } = app;
    const ended = await noteFreezeEnd({ store, auditContext: systemAuditContext(app.audit, NAME) });
    const noted = ended === undefined ? '' : ` The freeze of ${ended.by ?? 'deploys'} has ended.`;
    return `${await planGames(app)}${noted}`;
  },
};

/** Nobody bets on the made-up league, and its evenings must not stop somebody who tries a deploy. */
async function whyUnplanned({ gameFreeze, warehouse }: App): Promise<string | undefined> {
  if (gameFreeze === 'off') return 'TIPOFF_GAME_FREEZE is off';
  return (await isSampleLeague(warehouse)) ? 'the league is the made-up sample' : undefined;
}

async function planGames(app: App): Promise<string> {
  const auditContext = systemAuditContext(app.audit, NAME);
  const unplanned = await whyUnplanned(app);
  if (unplanned !== undefined)
    return (await dropGameFreeze(app, auditContext))
      ? `Games freeze no deploys any more, because ${unplanned}.`
      : `Games freeze no deploys, because ${unplanned}.`;
  const planned = await planGameFreeze(app, auditContext);
  if (planned === undefined) return 'The freeze of the next games has not changed.';
  return `Deploys will be frozen from ${leagueDay(planned.from)} until ${leagueDay(planned.until)}: ${planned.reason}.`;
}
