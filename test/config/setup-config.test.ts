import { expect, test } from 'vitest';
import { readSetupConfig } from '#src/config/setup-config.ts';
import { Problem } from '#src/platform/problem.ts';

test('without variables, there are defaults and nothing to pass on', () => {
  expect(readSetupConfig({})).toEqual({
    region: 'us-central1',
    firestoreLocation: 'nam5',
    slack: 'http',
    environment: {},
    secretValues: {},
  });
});

test('the programs get the settings, and Secret Manager gets the tokens', () => {
  const { environment, secretValues } = readSetupConfig({
    PLATFORM: 'gcp',
    TIPOFF_BUILDS_SUBSCRIPTION: 'projects/p/subscriptions/builds',
    SLACK_CHANNEL: 'nba-predictions',
    SLACK_BOT_TOKEN: 'xoxb-a',
    TIPOFF_GITHUB_TOKEN: 'ghp-b',
  });
  expect(environment).toEqual({
    PLATFORM: 'gcp',
    TIPOFF_BUILDS_SUBSCRIPTION: 'projects/p/subscriptions/builds',
    SLACK_CHANNEL: 'nba-predictions',
  });
  expect(secretValues).toEqual({ SLACK_BOT_TOKEN: 'xoxb-a', TIPOFF_GITHUB_TOKEN: 'ghp-b' });
});

test('what belongs to this machine stays here', () => {
  const here = { HOME: '/home/ann', TIPOFF_DATA: 'data', TIPOFF_TOKEN: 'secret', GOOGLE_APPLICATION_CREDENTIALS: 'a' };
  const { environment, secretValues } = readSetupConfig({ ...here, PORT: '8080' });
  expect({ environment, secretValues }).toEqual({ environment: {}, secretValues: {} });
});

test.each([
  ['socket', 'socket'],
  ['http', 'http'],
  ['local', 'http'],
])('SLACK=%s sets up a bot with %s', (given, slack) => {
  expect(readSetupConfig({ SLACK: given }).slack).toBe(slack);
});

test.each([
  [{ GCP_REGION: 'US' }, 'GCP_REGION'],
  [{ GCP_REGION: 'us-central1-a' }, 'GCP_REGION'],
  [{ GCP_FIRESTORE_LOCATION: 'Nam 5' }, 'GCP_FIRESTORE_LOCATION'],
])('%o is refused and named', (variables, name) => {
  expect(() => readSetupConfig(variables)).toThrow(Problem);
  expect(() => readSetupConfig(variables)).toThrow(name);
});
