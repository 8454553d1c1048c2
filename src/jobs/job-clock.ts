import { type ScheduledTask, schedule } from 'node-cron';
import type { App, Job } from '../operations/app.ts';
import { runDueJob } from '../operations/jobs/run-job.ts';
import { LEAGUE_ZONE } from '../pipeline/dates/game-date.ts';

const EVERY_MINUTE = '* * * * *';

export interface JobClock {
  /** Starts the jobs that are due now, including missed runs, and checks again every minute. */
  start(): void;
  /** Starts the due jobs and resolves when all of them have ended. The timer of the job clock and tests call it. */
  tick(): Promise<void>;
  /** Stops the timer of the job clock and waits for the running jobs. */
  stop(): Promise<void>;
}

/**
 * Creates the job clock, which starts each job when it is due. Several processes may run a job clock: a lease lets only
 * one of them run a job.
 */
export function jobClock(app: App, jobs: readonly Job[]): JobClock {
  const running = new Set<Promise<void>>();
  let task: ScheduledTask | undefined;

  async function tick(): Promise<void> {
    const runs = Promise.all(jobs.map((job) => runLogged(app, job))).then(() => undefined);
    running.add(runs);
    await runs;
    running.delete(runs);
  }

  return {
    tick,
    start: () => {
      task ??= schedule(EVERY_MINUTE, tick, { timezone: LEAGUE_ZONE, suppressMissedWarning: true });
      void tick();
    },
    stop: async () => {
      await task?.destroy();
      await Promise.all(running);
    },
  };
}

/** If the store is unavailable, the job clock tries again a minute later. */
async function runLogged(app: App, job: Job): Promise<void> {
  try {
    const decision = await runDueJob(app, job);
    if (decision.type === 'ran') app.log.info({ job: job.name, ...decision.run }, 'a job ran');
  } catch (error) {
    app.log.warn({ job: job.name, error }, 'a job could not be started');
  }
}
