import { WebAPIPlatformError } from '@slack/web-api';
import { Problem } from '../../../platform/problem.ts';
import { meaningOf } from '../announcements/slack-error-table.ts';

/** Returns a `Problem` for an error that a retry cannot fix, and undefined for any other error. */
export function refusedForGood(error: unknown, variable: string): Problem | undefined {
  if (!(error instanceof WebAPIPlatformError) || meaningOf(error.data.error) !== 'access') return undefined;
  const message = `Slack refuses the token in ${variable}: ${error.data.error}. Reinstall the app with manifest.yml, or copy the token again.`;
  return new Problem({ code: 'slack_refused', message, cause: error });
}
