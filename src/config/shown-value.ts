/**
 * Matches the names of variables that hold secrets: `SLACK_BOT_TOKEN`, `SLACK_SIGNING_SECRET`, `TIPOFF_AUDIT_KEY`. The
 * path of a URL such as `TIPOFF_HEARTBEAT_URL` is often a secret.
 */
const SECRET_NAME = /(?:TOKEN|SECRET|KEY|PASSWORD|CREDENTIAL|URL)S?$/i;
/** Matches signed web tokens, and tokens of Slack, Tipoff, GitHub, Google and other services, by their prefix. */
const SECRET_START = /\b(?:xox[a-z]|xapp|xwfp|tipoff_[0-9a-f]|gh[a-z]_|github_pat|AIza|ya29|sk-|eyJ)[\w.-]*/i;
const CREDENTIALS_IN_URL = /:\S*@/;
/** Matches words that are long enough to be a random secret. `looksRandom` decides whether they are random. */
const RANDOM_WORD = /[\w+/=~-]{16,}/g;
const MAX_LENGTH = 100;

/**
 * Describes the value of a variable for an error message: `is "aws"`, or `is not set`. A value that may be a secret is
 * not shown, because messages end up in logs and chats. People also paste secrets into the wrong variable, so this
 * function examines every value.
 */
export function shownValue(variable: string, value: unknown): string {
  if (value === undefined) return 'is not set';
  const text = String(value);
  if (mayBeSecret(variable, text))
    return `is set, but its value (${text.length} characters) is not shown, because it may be a secret`;
  return `is ${JSON.stringify(text)}`;
}

function mayBeSecret(variable: string, text: string): boolean {
  return (
    SECRET_NAME.test(variable) ||
    text.length > MAX_LENGTH ||
    text.includes('\n') ||
    SECRET_START.test(text) ||
    CREDENTIALS_IN_URL.test(text) ||
    (text.match(RANDOM_WORD) ?? []).some(looksRandom)
  );
}

/** Returns whether a word looks random: it mixes letters with digits, or has a capital letter after a small one. */
function looksRandom(word: string): boolean {
  return (/[a-z]/i.test(word) && /\d/.test(word)) || /[a-z][A-Z]/.test(word);
}
