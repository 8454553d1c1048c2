/** The secrets that setup creates, each with the variable that its value is in. */
export const SECRETS = {
  'tipoff-slack-bot-token': 'SLACK_BOT_TOKEN',
  'tipoff-slack-app-token': 'SLACK_APP_TOKEN',
  'tipoff-slack-signing-secret': 'SLACK_SIGNING_SECRET',
  'tipoff-github-token': 'TIPOFF_GITHUB_TOKEN',
  'tipoff-heartbeat-url': 'TIPOFF_HEARTBEAT_URL',
  'tipoff-audit-key': 'TIPOFF_AUDIT_KEY',
} as const;
export type SecretId = keyof typeof SECRETS;
export type SecretVariable = (typeof SECRETS)[SecretId];

/** Setup creates the value of this secret itself. Its value is a file, whose path is in the variable. */
export const AUDIT_KEY_SECRET = 'tipoff-audit-key';
