import { describe, expect, test } from 'vitest';
import { aBot } from './a-bot.ts';
import { aChannel, wanted } from './a-channel.ts';
import { aWorkspace, textOf } from './a-workspace.ts';
import { NIGHT } from './messages/a-night.ts';
import { ALERT, HELD_SLATE, PLAYER_BACK, PROGRESS, RESULTS } from './messages/announcements-to-render.ts';

const CHANNELS = { grading: 'nba-grading', alerts: 'nba-alerts' };

describe('with a channel for a kind of message', () => {
  test('each message is posted in the channel of its kind, and the others in the common channel', async () => {
    const { announcements, texts } = await aChannel({ channels: CHANNELS });
    await announcements.show({ ...wanted(NIGHT), key: 'results' });
    await announcements.show({ ...wanted(ALERT), key: 'alert' });
    await announcements.show({ ...wanted(PROGRESS), key: 'slate' });
    expect(await texts('nba-grading')).toEqual([expect.stringContaining('31 of 55 picks')]);
    expect(await texts('nba-alerts')).toEqual([expect.stringContaining('out of memory')]);
    expect(await texts()).toEqual([expect.stringContaining('Slate of 2026-02-05')]);
  });

  test('a message stays where it was first shown, and so do the replies in its thread', async () => {
    const { announcements, texts, client } = await aChannel({ channels: { slates: 'nba-alerts' } });
    const { channels = [] } = await client.conversations.list({});
    const common = channels.find(({ name }) => name === 'nba-predictions')?.id ?? '';
    const { ts = '' } = await client.chat.postMessage({ channel: common, text: 'the slate, posted earlier' });
    const posted = { channel: common, ts };
    expect(await announcements.show(wanted(RESULTS, { posted }))).toEqual(posted);
    const reply = await announcements.show({ ...wanted(PLAYER_BACK), key: 'reply', thread: posted });
    expect(reply.channel).toBe(common);
    expect(await texts()).toEqual([expect.stringContaining('is ready')]);
    expect(await texts('nba-alerts')).toEqual([]);
  });

  test('a channel without the app refuses its kind by name, and says how to invite the app', async () => {
    const { announcements, texts } = await aChannel({ channels: { grading: 'nba-private' } });
    const shown = announcements.show({ ...wanted(NIGHT), key: 'results' });
    await expect(shown).rejects.toMatchObject({ name: 'PostRefused', fault: 'channel', code: 'not_in_channel' });
    await expect(shown).rejects.toThrow('Slack refuses posts to the channel nba-private (not_in_channel).');
    await announcements.show({ ...wanted(PROGRESS), key: 'slate' });
    expect(await texts()).toHaveLength(1);
  });

  test('a message and its later edits are in one channel for the sender', async () => {
    const { announcements } = await aChannel({ channels: CHANNELS });
    const before = announcements.channelOf(wanted(ALERT));
    const posted = await announcements.show(wanted(ALERT));
    expect([before, announcements.channelOf(wanted(ALERT, { posted }))]).toEqual(['nba-alerts', 'nba-alerts']);
    expect(announcements.channelOf(wanted(PROGRESS))).toBe('nba-predictions');
  });
});

test('slash commands and buttons work in every channel', async () => {
  const local = await aWorkspace();
  const bot = await aBot(local, { channels: { slates: 'nba-alerts' } });
  const ann = await local.person('ann');
  await ann.command('/batch list', 'nba-grading');
  expect(await ann.answer(1)).toContain('Tipoff has not run a batch yet.');
  await bot.show('hold', HELD_SLATE);
  await bot.show('back', PLAYER_BACK);
  const [, back] = await ann.read('nba-alerts');
  if (back === undefined) throw new Error('the message is not in its channel');
  expect(textOf(back)).toContain('Predict again');
  await ann.click(back, 'Predict again');
  expect(await ann.answer(2)).not.toBe('');
});
