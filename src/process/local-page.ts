import { join } from 'node:path';
import { pageUrl, readPageAddress } from '#local-slack/src/store/page-address.ts';
import type { Config } from '../config/config.ts';

/** Returns the folder of the local Slack workspace in a data folder. */
export function localSlackFolder(dataFolder: string): string {
  return join(dataFolder, 'slack');
}

/**
 * Returns the address of the local workspace of a data folder that a process serves. The caller has checked that one
 * does. Returns undefined if Slack is not local, or if the workspace has never been opened.
 */
export function runningPage({ slack, dataFolder }: Pick<Config, 'slack' | 'dataFolder'>): string | undefined {
  if (slack.mode !== 'local') return undefined;
  const address = readPageAddress(localSlackFolder(dataFolder));
  return address === undefined ? undefined : pageUrl(address);
}
