import type { Config } from '../config/config.ts';
import { jobClock } from '../jobs/job-clock.ts';
import type { App } from '../operations/app.ts';
import { startWatches } from '../workers/watches.ts';
import { type OpenChannel, openChannel } from './open-channel.ts';

/** The background work of a process that serves the data folder. */
export interface StartedBot {
  /**
   * Resolves when Slack has answered the bot or is known to be unavailable. Rejects with a `Problem` when Slack refuses
   * a token or a port is taken.
   */
  readonly channel: Promise<OpenChannel>;
  /**
   * Stops the jobs and the watches and closes the channel. Resolves when the running jobs and polls have ended, so that
   * the stores can be closed.
   */
  close(): Promise<void>;
}

/**
 * Starts the bot. The watches and the jobs start without waiting for the channel, so that they run while Slack is
 * unavailable. `printNotice` shows the operator that Slack refuses posts, and why.
 */
export function startBot(
  app: App,
  config: Pick<Config, 'slack' | 'dataFolder'>,
  printNotice: (sentence: string) => void,
): StartedBot {
  const jobs = jobClock(app, app.jobs);
  jobs.start();
  const watches = startWatches(app);
  const channel = openChannel(app, config, printNotice);
  return {
    channel,
    close: async () => {
      // A long job must not keep the channel from sending what is due before the process ends.
      await Promise.all([jobs.stop(), watches.stop(), closeChannel(channel)]);
    },
  };
}

async function closeChannel(channel: Promise<OpenChannel>): Promise<void> {
  const [opened] = await Promise.allSettled([channel]);
  // The caller of `startBot` handles the error of a channel that was not opened.
  if (opened.status === 'fulfilled') await opened.value.close();
}
