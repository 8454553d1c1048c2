import type { Job } from '../operations/app.ts';
import { ageOpenIncidents } from './age-incidents.ts';
import { buildTodaysFeatures } from './build-todays-features.ts';
import { checkDrift } from './check-drift.ts';
import { checkJobs } from './check-jobs.ts';
import { checkPredictions } from './check-predictions.ts';
import { checkQueue } from './check-queue.ts';
import { cleanUp } from './clean-up.ts';
import { gradeLastNight } from './grade-last-night.ts';
import { importInbox } from './import-inbox.ts';
import { planDeployFreeze } from './plan-deploy-freeze.ts';
import { postAuditHead } from './post-audit-head.ts';
import { postDailyHealth } from './post-daily-health.ts';
import { postTipOff } from './post-tip-off.ts';
import { recordPublishedPicks } from './record-picks.ts';
import { SLATE_RUNS } from './slate-runs.ts';
import { sweepStalledBatches } from './sweep-stalls.ts';
import { watchUnannouncedDeploys } from './watch-deploys.ts';

/** The scheduled jobs. Their times are New York time. To add a job, write its file in this folder and list it here. */
export const SCHEDULE: readonly Job[] = [
  importInbox,
  buildTodaysFeatures,
  ...SLATE_RUNS,
  checkPredictions,
  recordPublishedPicks,
  gradeLastNight,
  postDailyHealth,
  postTipOff,
  planDeployFreeze,
  postAuditHead,
  ageOpenIncidents,
  sweepStalledBatches,
  checkDrift,
  watchUnannouncedDeploys,
  checkQueue,
  cleanUp,
  checkJobs,
];
