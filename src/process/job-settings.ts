import { readFile, stat } from 'node:fs/promises';
import type { JobsConfig } from '../config/jobs-config.ts';
import { overrideSchedule } from '../jobs/override-schedule.ts';
import { SCHEDULE } from '../jobs/schedule.ts';
import type { App, Job } from '../operations/app.ts';
import { assertReadable, fileFault } from '../platform/file-fault.ts';
import { pingUrl } from '../platform/ping-url.ts';
import { Problem } from '../platform/problem.ts';

const MAX_BYTES = 1024 * 1024;

/** The parts of the app that depend on the configuration of the jobs. Throws a `Problem` `bad_schedule` for a schedule file that cannot be used. */
export async function jobSettings({ heartbeatUrl, scheduleFile }: JobsConfig): Promise<Partial<App>> {
  return {
    ...(heartbeatUrl === undefined
      ? {}
      : { pingHeartbeat: () => pingUrl({ variable: 'TIPOFF_HEARTBEAT_URL', url: heartbeatUrl }) }),
    ...(scheduleFile === undefined ? {} : { jobs: await scheduleFrom(scheduleFile) }),
  };
}

async function scheduleFrom(path: string): Promise<readonly Job[]> {
  const text = await readSchedule(path).catch((cause: unknown) => {
    const message = `The schedule file ${path} cannot be read: ${fileFault(cause)}. Correct TIPOFF_SCHEDULE, or unset it to use the built-in schedule.`;
    throw new Problem({ code: 'bad_schedule', message, cause });
  });
  return overrideSchedule(SCHEDULE, { path, text });
}

async function readSchedule(path: string): Promise<string> {
  assertReadable(await stat(path), MAX_BYTES);
  return await readFile(path, 'utf8');
}

/** Does nothing. It replaces the ping to an external monitor if none is configured. */
export function noHeartbeat(): Promise<void> {
  return Promise.resolve();
}
