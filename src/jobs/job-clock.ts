import { type ScheduledTask, schedule } from 'node-cron';
import type { App, Job } from '../operations/app.ts';
import { runDueJob } from '../operations/jobs/run-job.ts';
import { LEAGUE_ZONE } from '../pipeline/dates/game-date.ts';

const EVERY_MINUTE = '* * * * *';

export interface JobClock {
  /** Looks now, which catches up what was missed, and then every minute. */
  start(): void;
  /** Starts what is due. Resolves when all of it has ended. Called by the clock, and by tests. */
  tick(): Promise<void>;
  /** Starts nothing more and waits for what runs. */
  stop(): Promise<void>;
}

/** Starts the jobs when they are due. Any number of processes may run it: a lease lets one of them run a job. */
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

/** A job that cannot even be looked at, because the store is away, is looked at again a minute later. */
async function runLogged(app: App, job: Job): Promise<void> {
  try {
    const decision = await runDueJob(app, job);
    if (decision.type === 'ran') app.log.info({ job: job.name, ...decision.run }, 'a job ran');
  } catch (error) {
    app.log.warn({ job: job.name, error }, 'a job could not be started');
  }
}
