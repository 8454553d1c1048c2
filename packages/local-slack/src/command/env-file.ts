import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { LocalSlack } from '../local-slack.ts';
import { LocalSlackError } from '../local-slack-error.ts';

const FIRST_LINE = '# Written by local-slack at every start.';

/** The environment variables of a Bolt app that uses this workspace. */
export function environmentLines({ apiUrl, tokens }: LocalSlack): string {
  return [
    `SLACK_BOT_TOKEN=${tokens.bot}`,
    `SLACK_APP_TOKEN=${tokens.app}`,
    `SLACK_SIGNING_SECRET=${tokens.signingSecret}`,
    `SLACK_API_URL=${apiUrl}`,
  ].join('\n');
}

/** Throws `LocalSlackError` `env_file_exists` for a file that this command has not written: it may hold real tokens. */
export function checkEnvFile(path: string): void {
  if (!existsSync(path) || readFileSync(path, 'utf8').startsWith(FIRST_LINE)) return;
  const message = `--write-env names "${path}", an existing file that local-slack did not write. Choose another name, or move the file away.`;
  throw new LocalSlackError({ code: 'env_file_exists', message });
}

/** Readable by its owner only. */
export function writeEnvFile(path: string, slack: LocalSlack): void {
  writeFileSync(path, `${FIRST_LINE}\n${environmentLines(slack)}\n`, { mode: 0o600 });
}
