/** The fields of a log entry whose values are secrets. No log shows them. */
export const LOG_REDACTION = {
  paths: ['token', 'authorization', '*.token', '*.authorization', 'headers.cookie'],
  censor: '(secret)',
};
