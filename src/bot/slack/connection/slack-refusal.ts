import { WebAPIPlatformError } from '@slack/web-api';
import { Problem } from '../../../platform/problem.ts';

/** Slack returns these errors when it refuses a token or an app permanently. */
const PERMANENT_ERRORS = [
  'account_inactive',
  'app_uninstalled',
  'invalid_auth',
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'not_authed',
  'org_login_required',
  'team_access_not_granted',
  'token_expired',
  'token_revoked',
];

/** Returns a `Problem` for an error that a retry cannot fix, and undefined for any other error. */
export function refusedForGood(error: unknown, variable: string): Problem | undefined {
  if (!(error instanceof WebAPIPlatformError) || !PERMANENT_ERRORS.includes(error.data.error)) return undefined;
  const message = `Slack refuses the token in ${variable}: ${error.data.error}. Reinstall the app with manifest.yml, or copy the token again.`;
  return new Problem({ code: 'slack_refused', message, cause: error });
}
