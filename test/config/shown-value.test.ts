import { describe, expect, test } from 'vitest';
import { readConfig } from '#src/config/config.ts';
import { shownValue } from '#src/config/shown-value.ts';

describe('the value of a variable in an error message', () => {
  test.each([
    ['PLATFORM', 'aws'],
    ['SLACK_CHANNEL', '#nba-predictions'],
    ['TIPOFF_APPROVERS', 'U012AB3CD, ann'],
    ['TIPOFF_SERVICES', 'Worker,coordinator-service,api'],
    ['FIRESTORE_EMULATOR_HOST', 'http://localhost:8080/'],
    ['BUILD_COMMIT', 'main'],
    ['GCP_PROJECT_ID', 'My Project'],
  ])('%s=%s is shown', (variable, value) => {
    expect(shownValue(variable, value)).toBe(`is ${JSON.stringify(value)}`);
  });

  test.each([
    ['SLACK_BOT_TOKEN', 'short'],
    ['SLACK_SIGNING_SECRET', 'abc'],
    ['TIPOFF_AUDIT_KEY', 'abc'],
    ['SLACK_CHANNEL', 'xoxb-1'],
    ['SLACK', 'xapp-1-A-2'],
    ['PLATFORM', 'the token is xoxp-1'],
    ['TIPOFF_APPROVERS', 'ann, tipoff_0123456789ab_secret'],
    ['SLACK_PORT', '8f742231b10e8888abcd99yyyzzz85a5'],
    ['BUILD_COMMIT', 'QwErTyUiOpAsDfGhJkLz'],
    ['GCP_PROJECT_ID', '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg'],
    ['FIRESTORE_EMULATOR_HOST', 'http://ann:hunter2@localhost:8080'],
    ['FIRESTORE_EMULATOR_HOST', 'http://ann:hun/ter@localhost:8080'],
    ['FIRESTORE_EMULATOR_HOST', 'ann:hunter@localhost'],
    ['TIPOFF_HEARTBEAT_URL', 'monitor.example/ping/hunter'],
    ['GCP_REQUEST_TOPIC', 'x'.repeat(101)],
  ])('%s=%s may be a secret and is not shown', (variable, value) => {
    expect(shownValue(variable, value)).toBe(
      `is set, but its value (${value.length} characters) is not shown, because it may be a secret`,
    );
  });

  test('a variable without a value is not set', () => {
    expect(shownValue('SLACK', undefined)).toBe('is not set');
  });
});

test.each([
  { SLACK: 'socket', SLACK_BOT_TOKEN: 'xoxp-12345-leaked', SLACK_APP_TOKEN: 'xapp-1' },
  { SLACK: 'socket', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'leaked' },
  { SLACK: 'http', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_PORT: '3000', SLACK_SIGNING_SECRET: 'leaked' },
  { SLACK: 'http', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_PORT: 'xapp-1-leaked' },
  { SLACK: 'xoxb-leaked' },
  { TIPOFF_SERVICES: 'Worker,xoxb-leaked' },
  { TIPOFF_HEARTBEAT_URL: 'https://ann:leaked@monitor.example/ping' },
  { TIPOFF_HEARTBEAT_URL: 'https://leaked@monitor.example/ping' },
  { TIPOFF_HEARTBEAT_URL: 'ftp://monitor.example/leaked' },
])('no configuration error repeats a secret: %j', (env) => {
  expect(() => readConfig(env, { working: '/', tipoff: '/' })).toThrow(
    expect.objectContaining({ code: 'bad_configuration', message: expect.not.stringContaining('leaked') }),
  );
});
