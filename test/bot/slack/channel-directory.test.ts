import { expect, test } from 'vitest';
import { channelDirectory } from '#src/bot/slack/announcements/channel-directory.ts';

const TABLE = { channel: 'nba', channels: { alerts: 'nba-alerts' } } as const;

function aDirectory() {
  const lookedUp: string[] = [];
  const directory = channelDirectory(TABLE, async (name) => {
    lookedUp.push(name);
    return `C-${name}`;
  });
  return { ...directory, lookedUp };
}

const wanted = (announcement: object) => ({ wanted: JSON.stringify(announcement), posted: null });

test('a new post goes to the channel of its kind, or else to the common one', () => {
  const { channelOf } = aDirectory();
  expect(channelOf(wanted({ type: 'incident' }))).toBe('nba-alerts');
  expect(channelOf(wanted({ type: 'slate' }))).toBe('nba');
});

test.each([{}, { type: 7 }, { type: 'a-type-of-another-release' }])(
  'the damaged post %j stops no other post: it goes to the common channel',
  (announcement) => {
    expect(aDirectory().channelOf(wanted(announcement))).toBe('nba');
  },
);

test('a posted message has the name of its channel as soon as that is known, and its id before', async () => {
  const { channelOf, idOf, lookedUp } = aDirectory();
  const posted = { channel: 'C-nba-alerts', ts: '1' };
  expect(channelOf({ wanted: '{}', posted })).toBe('C-nba-alerts');
  expect([await idOf('nba-alerts'), await idOf('nba-alerts')]).toEqual(['C-nba-alerts', 'C-nba-alerts']);
  expect(lookedUp).toEqual(['nba-alerts']);
  expect(channelOf({ wanted: '{}', posted })).toBe('nba-alerts');
});
