import { expect, test } from 'vitest';
import { readConfig } from '#src/config/config.ts';

const FOLDERS = { working: '/home/ann', tipoff: '/opt/tipoff' };
const REAL = { SLACK: 'socket', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };

test('without SLACK_CHANNELS all messages share one channel', () => {
  expect(readConfig(REAL, FOLDERS).slack).toMatchObject({ channel: 'nba-predictions', channels: {} });
});

test('SLACK_CHANNELS gives kinds of messages their own channels, by name or id', () => {
  const SLACK_CHANNELS = 'grading=nba-grading, alerts = C012AB3CD,tip-off=nba-grading';
  expect(readConfig({ ...REAL, SLACK_CHANNELS }, FOLDERS).slack).toMatchObject({
    channel: 'nba-predictions',
    channels: { grading: 'nba-grading', alerts: 'C012AB3CD', 'tip-off': 'nba-grading' },
  });
});

test('a private channel is named by its id', () => {
  expect(readConfig({ ...REAL, SLACK_CHANNEL: 'G012AB3CD' }, FOLDERS).slack).toMatchObject({ channel: 'G012AB3CD' });
});

test('the local workspace has channels by name', () => {
  expect(readConfig({ SLACK_CHANNELS: 'grading=nba-grading' }, FOLDERS).slack).toMatchObject({
    mode: 'local',
    channels: { grading: 'nba-grading' },
  });
  expect(() => readConfig({ SLACK_CHANNELS: 'grading=C012AB3CD' }, FOLDERS)).toThrow(
    'the channel "C012AB3CD" has to be the name of a channel without #, such as nba-predictions. Write pairs',
  );
});

const WAY_OUT = 'Write pairs with commas between them, such as grading=nba-grading,alerts=nba-alerts.';

test.each([
  [
    'gradin=nba-grading',
    'the kind "gradin" does not exist. The kinds are slates, tip-off, grading, health, deploys, sessions, alerts, audit.',
  ],
  ['grading=#nba-grading', 'the channel "#nba-grading" has to be the name of a channel without #,'],
  ['grading=', 'the channel "" has to be the name of a channel without #,'],
  ['nba-grading', '"nba-grading" has to be a kind, one = and a channel.'],
  ['grading=a=b', '"grading=a=b" has to be a kind, one = and a channel.'],
  ['grading=a,', '"" has to be a kind, one = and a channel.'],
  ['grading=a,grading=b', 'the kind "grading" has two channels.'],
])('%s is refused with the variable, the value and the way out', (value, fault) => {
  const read = () => readConfig({ ...REAL, SLACK_CHANNELS: value }, FOLDERS);
  expect(read).toThrow(`The environment variable SLACK_CHANNELS is "${value}": ${fault}`);
  expect(read).toThrow(WAY_OUT);
});
