import * as z from 'zod';
import { currentLocks } from '../../coordination/deploy-locks/load-locks.ts';
import type { LockView } from '../../coordination/deploy-locks/lock-state.ts';
import { joinedByReason, readActivity, unreadSources } from '../../coordination/deploys/read-activity.ts';
import { Instant, laterBy, millisOf } from '../../platform/instant.ts';
import { operation } from '../kit/operation.ts';
import { ActiveRow, activeRows } from './active-row.ts';
import { activeSentence } from './active-text.ts';

const RECENT_MS = 5 * 60_000;
/** How often the command line repeats the answer with `--watch`. */
const WATCH_EVERY_MS = 10_000;

const DeployActiveInput = z.strictObject({});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'deploy active': typeof DeployActiveInput;
  }
}

export const activeDeploys = operation({
  name: 'deploy active',
  summary: 'Show deploys, builds and revisions of the last 5 minutes.',
  input: DeployActiveInput,
  output: z.object({
    at: Instant,
    since: Instant,
    active: z.array(ActiveRow),
    unknown: z.array(z.object({ source: z.string(), why: z.string() })),
  }),
  positionals: [],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  watchEveryMs: WATCH_EVERY_MS,
  async run(app) {
    const at = await app.store.now();
    const since = laterBy(at, -RECENT_MS);
    const [views, activity] = await Promise.all([
      currentLocks(app),
      readActivity(app.target, app.services, new Date(millisOf(since))),
    ]);
    const active = await activeRows(app, views, activity);
    const unknown = [...unreadableLocks(views), ...joinedByReason(unreadSources(activity))];
    const code = unknown.length > 0 ? 'sources_unknown' : 'ok';
    const message = activeSentence({ active, unknown });
    return { decision: 'done', code, message, data: { at, since, active, unknown }, next: [] };
  },
});

function unreadableLocks(views: readonly LockView[]) {
  return views.flatMap((view) =>
    view.type === 'readable'
      ? []
      : [
          {
            source: `the lock of ${view.service}`,
            why: `The document locks/${view.service} cannot be read: ${view.why}.`,
          },
        ],
  );
}
