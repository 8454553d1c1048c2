import type { Config } from '../config/config.ts';
import { type JobClock, jobClock } from '../jobs/job-clock.ts';
import type { App, OpenApp } from '../operations/app.ts';
import { PROCESS_PARTS, type ProcessPart } from '../platform/process-part.ts';
import { batchWatch } from '../workers/batch-watch.ts';
import { type RunningWatches, startWatches } from '../workers/watches.ts';
import { type OpenChannel, openChannel } from './open-channel.ts';

/** The background work of a process that serves. */
export interface StartedParts {
  /**
   * Resolves when Slack has answered the bot or is known to be unavailable. Rejects with a `Problem` when Slack refuses
   * a token or a port is taken. Absent if the process does not run the bot.
   */
  readonly channel?: Promise<OpenChannel>;
  /**
   * Stops the jobs and the watches and closes the channel. Resolves when the running jobs and polls have ended, so that
   * the stores can be closed.
   */
  close(): Promise<void>;
}

export interface StartedBot extends StartedParts {
  readonly channel: Promise<OpenChannel>;
}

/**
 * Starts all background work of the process that holds the data folder. The watches and the jobs start without waiting
 * for the channel, so that they run while Slack is unavailable. `printNotice` shows the operator that Slack refuses
 * posts, and why.
 */
export function startBot(
  app: App,
  config: Pick<Config, 'slack' | 'dataFolder'>,
  printNotice: (sentence: string) => void,
): StartedBot {
  const jobs = startedClock(app);
  const watches = startWatches(app, PROCESS_PARTS);
  const channel = openChannel(app, config, printNotice);
  return { channel, close: () => closeParts({ jobs, watches, channel }) };
}

/** Starts the background work of a process that shares its stores with other processes. */
export function startParts(
  { app, predictions, deadLetters }: Pick<OpenApp, 'app' | 'predictions' | 'deadLetters'>,
  config: Pick<Config, 'slack' | 'dataFolder'>,
  parts: readonly ProcessPart[],
): StartedParts {
  const jobs = parts.includes('jobs') ? startedClock(app) : undefined;
  const watches = startWatches(app, parts, { batches: batchWatch(app), predictions, deadLetters });
  if (!parts.includes('bot')) return { close: () => closeParts({ jobs, watches }) };
  // The log has the notices, too.
  const channel = openChannel(app, config, () => undefined);
  return { channel, close: () => closeParts({ jobs, watches, channel }) };
}

function startedClock(app: App): JobClock {
  const jobs = jobClock(app, app.jobs);
  jobs.start();
  return jobs;
}

interface Closable {
  readonly jobs: JobClock | undefined;
  readonly watches: RunningWatches;
  readonly channel?: Promise<OpenChannel>;
}

/** A long job must not keep the channel from sending what is due before the process ends. */
async function closeParts({ jobs, watches, channel }: Closable): Promise<void> {
  await Promise.all([jobs?.stop(), watches.stop(), closeChannel(channel)]);
}

async function closeChannel(channel: Promise<OpenChannel> | undefined): Promise<void> {
  const [opened] = await Promise.allSettled([channel]);
  // The caller that started the channel handles the error of a channel that was not opened.
  if (opened.status === 'fulfilled') await opened.value?.close();
}
