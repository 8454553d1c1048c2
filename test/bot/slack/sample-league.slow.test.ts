import { expect, test } from 'vitest';
import { aChannel, wanted } from './a-channel.ts';
import { NIGHT } from './messages/a-night.ts';
import {
  ALERT,
  CARD,
  HELD_SLATE,
  INCIDENT,
  LATE,
  PROGRESS,
  RESULTS,
  SESSION,
  STALL,
  TOKEN_REQUEST,
} from './messages/announcements-to-render.ts';
import { LOCK_OFFER } from './messages/locks-to-render.ts';

const MARK = 'Sample league: made-up players and games, not the NBA';

test('every message about games calls the sample league a sample, in its text and its blocks', async () => {
  const { announcements, client, texts } = await aChannel({ isSample: true });
  for (const [index, message] of [PROGRESS, RESULTS, ALERT, STALL, LATE, HELD_SLATE, CARD, NIGHT, INCIDENT].entries()) {
    const { channel, ts } = await announcements.show({ ...wanted(message), key: `post-${index}` });
    const { messages = [] } = await client.conversations.history({ channel, latest: ts, inclusive: true, limit: 1 });
    expect(messages[0]?.text, message.type).toMatch(/^Sample league: /);
  }
  expect(await texts()).toEqual(Array.from({ length: 9 }, () => expect.stringContaining(MARK)));
});

test('an edit keeps the mark', async () => {
  const { announcements, texts } = await aChannel({ isSample: true });
  const posted = await announcements.show(wanted(PROGRESS));
  await announcements.show(wanted(RESULTS, { posted }));
  expect(await texts()).toEqual([expect.stringContaining(MARK)]);
});

test('messages about real games, and messages about locks, sessions and tokens, have no mark', async () => {
  const real = await aChannel();
  await real.announcements.show(wanted(RESULTS));
  expect((await real.texts())[0]).not.toContain('Sample league');
  const sample = await aChannel({ isSample: true });
  for (const message of [SESSION, TOKEN_REQUEST, LOCK_OFFER]) {
    await sample.announcements.show({ ...wanted(message), key: message.type });
  }
  expect((await sample.texts()).join('\n')).not.toContain('Sample league');
});
