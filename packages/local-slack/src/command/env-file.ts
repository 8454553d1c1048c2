import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { LocalSlack } from '../local-slack.ts';
import { LocalSlackError } from '../local-slack-error.ts';

const FIRST_LINE = '# Written by local-slack at every start.';

/** Returns the environment variables that a Bolt app needs to use this workspace, one per line. */
export function environmentLines({ apiUrl, tokens }: LocalSlack): string {
  return [
    `SLACK_BOT_TOKEN=${tokens.bot}`,
    `SLACK_APP_TOKEN=${tokens.app}`,
    `SLACK_SIGNING_SECRET=${tokens.signingSecret}`,
    `SLACK_API_URL=${apiUrl}`,
  ].join('\n');
}

/**
 * Checks that the env file is missing or was written by local-slack, because any other file may hold real tokens.
 * Throws `LocalSlackError` `env_file_exists` otherwise.
 */
export function checkEnvFile(path: string): void {
  if (!existsSync(path) || readFileSync(path, 'utf8').startsWith(FIRST_LINE)) return;
  const message = `--write-env names "${path}", an existing file that local-slack did not write. Choose another name, or move the file away.`;
  throw new LocalSlackError({ code: 'env_file_exists', message });
}

/** Writes the env file. Only the owner of the file may read it, because it contains tokens. */
export function writeEnvFile(path: string, slack: LocalSlack): void {
  writeFileSync(path, `${FIRST_LINE}\n${environmentLines(slack)}\n`, { mode: 0o600 });
}
