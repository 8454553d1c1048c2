import type { Config } from '../config/config.ts';
import { type JobClock, jobClock } from '../jobs/job-clock.ts';
import type { App } from '../operations/app.ts';
import { type RunningWatches, startWatches } from '../workers/watches.ts';
import { type OpenChannel, openChannel } from './open-channel.ts';

/** The background work of a process that serves the data folder. */
export interface StartedBot {
  readonly watches: RunningWatches;
  readonly jobs: JobClock;
  /**
   * Resolves when Slack has answered the bot or is known to be unavailable. Rejects with a `Problem` when Slack refuses
   * a token or a port is taken.
   */
  readonly channel: Promise<OpenChannel>;
}

/**
 * Starts the bot. The watches and the jobs start without waiting for the channel, so that they run while Slack is
 * unavailable.
 */
export function startBot(app: App, config: Config): StartedBot {
  const jobs = jobClock(app, app.jobs);
  jobs.start();
  return { watches: startWatches(app), jobs, channel: openChannel(app, config) };
}
