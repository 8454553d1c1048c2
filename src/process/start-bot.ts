import type { Config } from '../config/config.ts';
import { type JobClock, jobClock } from '../jobs/job-clock.ts';
import type { App } from '../operations/app.ts';
import { type RunningWatches, startWatches } from '../workers/watches.ts';
import { type OpenChannel, openChannel } from './open-channel.ts';

/** What a process does by itself while it serves the data folder. */
export interface StartedBot {
  readonly watches: RunningWatches;
  readonly jobs: JobClock;
  /** Resolves when Slack has answered or is known to be away. Rejects with a `Problem` when Slack refuses a token or a port is taken. */
  readonly channel: Promise<OpenChannel>;
}

/** Starts the watches and the jobs at once and opens the channel beside them, so that both run while Slack does not answer. */
export function startBot(app: App, config: Config): StartedBot {
  const jobs = jobClock(app, app.jobs);
  jobs.start();
  return { watches: startWatches(app), jobs, channel: openChannel(app, config) };
}
