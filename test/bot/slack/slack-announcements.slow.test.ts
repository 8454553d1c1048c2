import type { WebClient } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import type { AnswerFault } from '#local-slack/src/faults.ts';
import { SYSTEM_CLOCK } from '#src/bot/slack/connection/clock.ts';
import type { PostedMessage } from '#src/platform/announcements.ts';
import { aChannel, KEY, wanted } from './a-channel.ts';
import { CHANNEL } from './a-workspace.ts';
import { NIGHT } from './messages/a-night.ts';
import { PROGRESS, RESULTS } from './messages/announcements-to-render.ts';

describe('a message of a key', () => {
  test('is posted once and edited from then on', async () => {
    const { announcements, texts } = await aChannel();
    const posted = await announcements.show(wanted(PROGRESS));
    expect(await announcements.show(wanted(RESULTS, { posted }))).toEqual(posted);
    const messages = await texts();
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain('Slate of 2026-02-05 is ready');
  });

  test('is posted again if it was deleted', async () => {
    const { announcements, texts, client } = await aChannel();
    const posted = await announcements.show(wanted(PROGRESS));
    await client.chat.delete(posted);
    const reposted = await announcements.show(wanted(RESULTS, { posted }));
    expect(reposted.ts).not.toBe(posted.ts);
    expect(await texts()).toHaveLength(1);
  });

  test('is found by its key if it may already have been posted', async () => {
    const { announcements, client } = await aChannel();
    const posted = await announcements.show(wanted(PROGRESS));
    for (let index = 0; index < 150; index += 1) await client.chat.postMessage({ channel: CHANNEL, text: `${index}` });
    expect(await announcements.show(wanted(RESULTS, { history: 'unknown' }))).toEqual(posted);
    const { messages = [] } = await client.conversations.history({ channel: posted.channel, limit: 200 });
    expect(messages.filter(({ text }) => text?.includes('Slate of'))).toHaveLength(1);
  });

  test('is not confused with the message of another key', async () => {
    const { announcements, texts } = await aChannel();
    await announcements.show({ ...wanted(PROGRESS), key: `${KEY}-2` });
    await announcements.show(wanted(PROGRESS, { history: 'unknown' }));
    expect(await texts()).toHaveLength(2);
  });

  test('has fixed-width text if Slack has no tables', async () => {
    const { announcements, texts, local } = await aChannel();
    local.slack.faults.refuseBlocks(['table']);
    await announcements.show(wanted(RESULTS));
    expect((await texts())[0]).toMatch(/^Nikola Jokić {2}OVER 27\.5 {2}\+105 \w+ {2}.*\+7\.2 %$/m);
  });
});

describe('a message with a picture', () => {
  const imagesOf = async (client: WebClient, { channel, ts }: PostedMessage) => {
    const { messages = [] } = await client.conversations.history({ channel, latest: ts, inclusive: true, limit: 1 });
    return messages.flatMap(({ blocks = [] }) => blocks.filter(({ type }) => type === 'image'));
  };

  test('shows it as a file, with the numbers in the alt text', async () => {
    const { announcements, client } = await aChannel();
    const posted = await announcements.show(wanted(NIGHT));
    expect(posted).not.toHaveProperty('picture');
    expect(await imagesOf(client, posted)).toMatchObject([
      { slack_file: { id: expect.stringMatching(/^F/) }, alt_text: expect.stringContaining('catboost v9 4.61') },
    ]);
  });

  test('is uploaded once for all edits', async () => {
    const { announcements, client } = await aChannel();
    const posted = await announcements.show(wanted(NIGHT));
    const [first] = await imagesOf(client, posted);
    await announcements.show(wanted({ ...NIGHT, pushes: 3 }, { posted }));
    expect(await imagesOf(client, posted)).toMatchObject([{ slack_file: first?.slack_file }]);
  });

  const UPLOAD_FAULTS: readonly (readonly [method: string, fault: AnswerFault])[] = [
    ['files.getUploadURLExternal', { kind: 'error', error: 'missing_scope' }],
    ['files.getUploadURLExternal', { kind: 'ratelimited', retryAfterSeconds: 60 }],
    ['upload', { kind: 'status', status: 500 }],
    ['upload', { kind: 'drop' }],
    ['files.completeUploadExternal', { kind: 'accept-then-drop' }],
  ];

  test.each(UPLOAD_FAULTS)(
    'goes out as text while %s fails with %o, and has the picture later',
    async (method, fault) => {
      const { announcements, client, local, texts } = await aChannel();
      local.slack.faults.answer(method, fault);
      const posted = await announcements.show(wanted(NIGHT));
      expect(posted).toMatchObject({ picture: 'missing' });
      expect(await texts()).toEqual([expect.stringContaining('31 of 55 recommendations')]);
      const { channel, ts } = posted;
      expect(await announcements.show(wanted(NIGHT, { posted: { channel, ts } }))).toEqual({ channel, ts });
      expect(await imagesOf(client, posted)).toHaveLength(1);
      expect(await texts()).toHaveLength(1);
    },
  );

  test('is posted without the picture if Slack rejects it, and in fixed width if Slack has no tables', async () => {
    const { announcements, local, texts } = await aChannel();
    local.slack.faults.refuseBlocks(['image', 'table']);
    expect(await announcements.show(wanted(NIGHT))).toMatchObject({ picture: 'missing' });
    expect((await texts())[0]).toMatch(/catboost v9 {2,}4\.61/);
  });

  test('is posted without the picture if drawing fails', async () => {
    const draw = () => Promise.reject(new Error('no such library'));
    const { announcements, texts } = await aChannel({ draw });
    expect(await announcements.show(wanted(NIGHT))).toMatchObject({ picture: 'missing' });
    expect(await texts()).toHaveLength(1);
  });
});

describe('when Slack fails, nothing is lost or posted twice', () => {
  const FAULTS: readonly (readonly [string, AnswerFault])[] = [
    ['answers 500', { kind: 'status', status: 500 }],
    ['answers 503', { kind: 'status', status: 503 }],
    ['answers internal_error', { kind: 'error', error: 'internal_error' }],
    ['breaks the connection', { kind: 'drop' }],
    ['takes the message and breaks the connection', { kind: 'accept-then-drop' }],
    ['takes the message and never answers', { kind: 'accept-then-hang', ms: 2_000 }],
  ];

  test.each(FAULTS)('a post while Slack %s', async (_, fault) => {
    const { announcements, texts, local } = await aChannel({ timeout: 300 });
    local.slack.faults.answer('chat.postMessage', fault);
    await expect(announcements.show(wanted(PROGRESS))).rejects.toMatchObject({ name: 'Unavailable' });
    await announcements.show(wanted(RESULTS, { history: 'unknown' }));
    expect(await texts()).toEqual([expect.stringContaining('is ready')]);
  });

  test.each(FAULTS)('an edit while Slack %s', async (_, fault) => {
    const { announcements, texts, local } = await aChannel({ timeout: 300 });
    const posted = await announcements.show(wanted(PROGRESS));
    local.slack.faults.answer('chat.update', fault);
    await expect(announcements.show(wanted(RESULTS, { posted }))).rejects.toMatchObject({ name: 'Unavailable' });
    await announcements.show(wanted(RESULTS, { posted, history: 'unknown' }));
    expect(await texts()).toEqual([expect.stringContaining('is ready')]);
  });

  test('a rate limit says how long to wait, and the message is then posted once', async () => {
    const { announcements, texts, local, paused } = await aChannel();
    local.slack.faults.answer('chat.postMessage', { kind: 'ratelimited', retryAfterSeconds: 7 });
    await expect(announcements.show(wanted(PROGRESS))).rejects.toMatchObject({
      name: 'RateLimited',
      retryAfterMs: 7_000,
    });
    expect(paused).toEqual([]);
    await announcements.show(wanted(PROGRESS, { history: 'unknown' }));
    expect(await texts()).toHaveLength(1);
  });

  test('stopping the transport ends the wait between two edits', async () => {
    const { announcements, stop } = await aChannel({ clock: SYSTEM_CLOCK });
    const posted = await announcements.show(wanted(PROGRESS));
    const shown = announcements.show(wanted(RESULTS, { posted }));
    const refused = expect(shown).rejects.toMatchObject({ name: 'AbortError' });
    setImmediate(stop);
    await refused;
  });
});

test('one message is edited at most once a second, and other messages do not wait', async () => {
  const { announcements, paused } = await aChannel();
  const posted = await announcements.show(wanted(PROGRESS));
  await announcements.show({ ...wanted(PROGRESS), key: 'another' });
  expect(paused).toEqual([]);
  await announcements.show(wanted({ ...PROGRESS, predicted: 101 }, { posted }));
  await announcements.show(wanted({ ...PROGRESS, predicted: 102 }, { posted }));
  expect(paused.map((ms) => ms > 500 && ms <= 1_000)).toEqual([true, true]);
});

test('a message of another app with the same key is ignored', async () => {
  const { announcements, texts, client } = await aChannel({ botId: 'B0ANOTHER' });
  const metadata = { event_type: 'tipoff_post', event_payload: { key: KEY } };
  await client.chat.postMessage({ channel: CHANNEL, text: 'not ours', metadata });
  await announcements.show(wanted(PROGRESS, { history: 'unknown' }));
  expect(await texts()).toEqual(['not ours', expect.stringContaining('Slate of')]);
});
