import { resolve } from 'node:path';
import * as z from 'zod';
import type { Folders } from './data-folder.ts';
import { parseVariables } from './parse-variables.ts';

const JobVariables = z.object({
  TIPOFF_HEARTBEAT_URL: z
    .url({
      protocol: /^https?$/,
      error: 'it must be the URL of a monitor, such as https://monitor.example/ping/tipoff',
    })
    .refine((url) => !hasCredentials(url), {
      error: 'it must not contain a user name or a password. Use a URL with a secret path instead',
    })
    .optional(),
  TIPOFF_SCHEDULE: z.string().optional(),
});

/** The configuration of the scheduled jobs. */
export interface JobsConfig {
  /** The URL of a monitor that raises an alarm when the pings stop. */
  readonly heartbeatUrl?: string;
  /** Absolute path of the file that changes the times of jobs. */
  readonly scheduleFile?: string;
}

export function readJobsConfig(
  variables: Readonly<Record<string, string | undefined>>,
  { working }: Pick<Folders, 'working'>,
): JobsConfig {
  const { TIPOFF_HEARTBEAT_URL: url, TIPOFF_SCHEDULE: file } = parseVariables(JobVariables, variables);
  return {
    ...(url === undefined ? {} : { heartbeatUrl: url }),
    ...(file === undefined ? {} : { scheduleFile: resolve(working, file) }),
  };
}

/** `fetch` refuses a URL with credentials and repeats the password in its error. */
function hasCredentials(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && (parsed.username !== '' || parsed.password !== '');
}
