import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { MANIFEST } from './manifest.ts';
import { codeOf } from './refusal.ts';
import { type Fixture, openWorkspace, quiet, webClient } from './workspace-fixture.ts';

const Texts = z.object({ messages: z.array(z.object({ text: z.string() })) });

let fixture: Fixture;
beforeEach(async () => {
  fixture = await openWorkspace();
});
afterEach(async () => await fixture.close());

const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });

test('auth.test identifies the bot', async () => {
  const { user_id: user, bot_id: bot, team } = await fixture.client.auth.test();
  expect([user?.[0], bot?.[0], team]).toEqual(['U', 'B', 'Acme']);
});

test('a token that is missing, unknown, of the wrong type or without the scope is rejected with its code', async () => {
  const { apiUrl, tokens } = fixture.slack;
  const as = (token?: string) =>
    new WebClient(token, { slackApiUrl: apiUrl, logger: quiet(), retryConfig: { retries: 0 } });
  expect(await codeOf(as().auth.test())).toBe('not_authed');
  expect(await codeOf(as('xoxb-guess').auth.test())).toBe('invalid_auth');
  expect(await codeOf(as(tokens.bot).apps.connections.open({}))).toBe('not_allowed_token_type');
  expect(await codeOf(as(tokens.app).users.list({}))).toBe('not_allowed_token_type');
  expect(await codeOf(fixture.client.team.info())).toBe('missing_scope');
  expect(await codeOf(fixture.client.apiCall('chat.scribble'))).toBe('unknown_method');
});

test('every ts is higher than the one before, and an edit keeps it', async () => {
  const { client, channel } = fixture;
  const posts = await Promise.all(
    Array.from({ length: 20 }, (_, n) => client.chat.postMessage({ channel, text: `${n}` })),
  );
  const stamps = posts.map((post) => post.ts ?? '');
  expect(new Set(stamps).size).toBe(20);
  const { ts } = await client.chat.update({ channel, ts: stamps[3] ?? '', text: 'edited' });
  expect(ts).toBe(stamps[3]);
  const { messages = [] } = await client.conversations.history({ channel });
  expect(messages.map((message) => message.ts)).toEqual(stamps.toSorted().reverse());
  expect(messages.find((message) => message.ts === ts)).toMatchObject({ text: 'edited', edited: {} });
});

test('an edit without blocks keeps them, and an empty list removes them', async () => {
  const { client, channel } = fixture;
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'a', blocks: [section('a')] });
  expect((await client.chat.update({ channel, ts, text: 'b' })).message?.blocks).toHaveLength(1);
  expect((await client.chat.update({ channel, ts, text: 'c', blocks: [] })).message?.blocks).toBeUndefined();
});

test('metadata is returned whole only on request, survives an edit, and an empty object removes it', async () => {
  const { client, channel } = fixture;
  const metadata = { event_type: 'sample_post', event_payload: { key: 'slate', version: 3 } };
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'a', metadata });
  const read = async (asked: { include_all_metadata?: boolean }) =>
    (await client.conversations.history({ channel, ...asked })).messages?.[0]?.metadata;
  expect(await read({ include_all_metadata: true })).toEqual(metadata);
  expect(await read({})).toEqual({ event_type: 'sample_post' });
  await client.chat.update({ channel, ts, text: 'b' });
  expect(await read({ include_all_metadata: true })).toEqual(metadata);
  await client.apiCall('chat.update', { channel, ts, text: 'c', metadata: {} });
  expect(await read({ include_all_metadata: true })).toBeUndefined();
  expect(await codeOf(client.apiCall('chat.postMessage', { channel, text: 'a', metadata: { key: 1 } }))).toBe(
    'invalid_metadata_format',
  );
});

test('text that looks like JSON stays text', async () => {
  const { client, channel } = fixture;
  await client.chat.postMessage({ channel, text: '{"a": [1]}' });
  expect((await client.conversations.history({ channel })).messages?.[0]?.text).toBe('{"a": [1]}');
});

test('replies are in their thread, the parent has their count, and only a broadcast is also in the channel', async () => {
  const { client, channel } = fixture;
  const { ts: parent = '' } = await client.chat.postMessage({ channel, text: 'parent' });
  const { ts: reply = '' } = await client.chat.postMessage({ channel, text: 'reply', thread_ts: parent });
  await client.chat.postMessage({ channel, text: 'deeper', thread_ts: reply });
  await client.chat.postMessage({ channel, text: 'loud', thread_ts: parent, reply_broadcast: true });
  const history = await client.conversations.history({ channel });
  expect(history.messages?.map(({ text }) => text)).toEqual(['loud', 'parent']);
  const thread = await client.conversations.replies({ channel, ts: reply });
  expect(thread.messages?.map(({ text }) => text)).toEqual(['parent', 'reply', 'deeper', 'loud']);
  expect(thread.messages?.[0]).toMatchObject({ reply_count: 3, latest_reply: thread.messages?.[3]?.ts });
});

test('history and replies are paged by cursor, within bounds', async () => {
  const { client, channel } = fixture;
  const { ts: parent = '' } = await client.chat.postMessage({ channel, text: 'p' });
  for (const n of [1, 2, 3, 4, 5])
    await client.chat.postMessage({ channel, text: `${n}`, thread_ts: parent, reply_broadcast: true });
  const texts = async (pages: AsyncIterable<unknown>) => {
    const seen: string[] = [];
    for await (const page of pages)
      seen.push(
        Texts.parse(page)
          .messages.map(({ text }) => text)
          .join(),
      );
    return seen;
  };
  expect(await texts(client.paginate('conversations.history', { channel, limit: 4 }))).toEqual(['5,4,3,2', '1,p']);
  expect(await texts(client.paginate('conversations.replies', { channel, ts: parent, limit: 4 }))).toEqual([
    'p,1,2,3',
    '4,5',
  ]);
  const after = await client.conversations.history({ channel, oldest: parent });
  expect(after.messages).toHaveLength(5);
  expect((await client.conversations.history({ channel, oldest: parent, inclusive: true })).messages).toHaveLength(6);
});

test('invalid posts, edits and reads are rejected with their codes', async () => {
  const { client, channel } = fixture;
  const ana = await fixture.browser();
  const said = await ana.interact({ type: 'send-message', channel, text: 'mine' });
  const ts = said.ok ? (said.ts ?? '') : '';
  expect(await codeOf(client.chat.postMessage({ channel: 'CNOWHERE', text: 'x' }))).toBe('channel_not_found');
  expect(await codeOf(client.chat.postMessage({ channel: '#closed', text: 'x' }))).toBe('not_in_channel');
  expect(await codeOf(client.apiCall('chat.postMessage', { channel }))).toBe('no_text');
  expect(await codeOf(client.chat.postMessage({ channel, text: 'x'.repeat(40_001) }))).toBe('msg_too_long');
  expect(await codeOf(client.chat.postMessage({ channel, text: 'x', thread_ts: '1.000001' }))).toBe('thread_not_found');
  expect(await codeOf(client.chat.update({ channel, ts: '1.000001', text: 'x' }))).toBe('message_not_found');
  expect(await codeOf(client.chat.update({ channel, ts, text: 'x' }))).toBe('cant_update_message');
  expect(await codeOf(client.chat.delete({ channel, ts }))).toBe('cant_delete_message');
  expect(await codeOf(client.chat.postEphemeral({ channel, user: 'UNOBODY', text: 'x' }))).toBe('user_not_in_channel');
  expect(await codeOf(client.users.info({ user: 'UNOBODY' }))).toBe('user_not_found');
  expect(await codeOf(client.apiCall('conversations.history', {}))).toBe('invalid_arguments');
});

test('an edit of more than 4,000 characters is rejected', async () => {
  const { client, channel } = fixture;
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'a' });
  expect(await codeOf(client.chat.update({ channel, ts, text: 'x'.repeat(4_001) }))).toBe('msg_too_long');
});

test('an ephemeral message reaches one person, is not in the history, and cannot be edited by its ts', async () => {
  const { client, channel } = fixture;
  const [ana, ben] = [await fixture.browser(), await fixture.browser('UBEN')];
  const { message_ts: ts = '' } = await client.chat.postEphemeral({ channel, user: 'UANA', text: 'psst' });
  await client.chat.postMessage({ channel, text: 'all' });
  expect((await ana.next('ephemeral')).message).toMatchObject({ ts, text: 'psst' });
  await ben.next('message');
  expect(ben.events.filter(({ type }) => type === 'ephemeral')).toEqual([]);
  expect((await ana.history(channel)).messages.map(({ text }) => text)).toEqual(['all']);
  expect(await codeOf(client.chat.update({ channel, ts, text: 'x' }))).toBe('message_not_found');
});

test('only its person sees a direct message', async () => {
  const { client } = fixture;
  const [ana, ben] = [await fixture.browser(), await fixture.browser('UBEN')];
  const { channel } = await client.conversations.open({ users: 'UANA' });
  await client.chat.postMessage({ channel: 'UANA', text: 'between us' });
  expect((await ana.next('message')).message).toMatchObject({ channel: channel?.id, text: 'between us' });
  expect((await ana.state()).channels.filter(({ is_im: isIm }) => isIm)).toHaveLength(1);
  expect((await ben.state()).channels.filter(({ is_im: isIm }) => isIm)).toEqual([]);
  expect(await ben.interact({ type: 'send-message', channel: channel?.id ?? '', text: 'hi' })).toMatchObject({
    error: 'channel_not_found',
  });
});

test('reactions are added once, shown, and removed', async () => {
  const { client, channel } = fixture;
  const ana = await fixture.browser();
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'a' });
  const reaction = { channel, timestamp: ts, name: 'eyes' };
  await client.reactions.add(reaction);
  await ana.interact({ type: 'react', channel, ts, name: 'eyes', on: true });
  expect(await codeOf(client.reactions.add(reaction))).toBe('already_reacted');
  await ana.next('reaction');
  expect((await ana.next('reaction')).reactions).toMatchObject([
    { name: 'eyes', count: 2, users: [expect.anything(), 'UANA'] },
  ]);
  await client.reactions.remove(reaction);
  expect(await codeOf(client.reactions.remove(reaction))).toBe('no_reaction');
});

test('channels, people and members are listed', async () => {
  const { client, channel } = fixture;
  expect((await client.conversations.list()).channels?.map(({ name }) => name)).toEqual(['general', 'closed']);
  expect((await client.users.conversations({})).channels?.map(({ name }) => name)).toEqual(['general']);
  expect((await client.conversations.info({ channel })).channel).toMatchObject({ is_member: true, num_members: 3 });
  expect((await client.conversations.members({ channel })).members).toHaveLength(3);
  expect((await client.users.list({})).members?.map(({ name }) => name)).toEqual(['ana', 'ben', 'contract']);
  expect((await client.users.info({ user: 'UANA' })).user).toMatchObject({ is_admin: true, tz: 'America/New_York' });
});

test('a bot that joins a channel may post there', async () => {
  const { client } = fixture;
  const closed = (await client.conversations.list()).channels?.find(({ name }) => name === 'closed')?.id ?? '';
  await client.conversations.join({ channel: closed });
  expect((await client.chat.postMessage({ channel: closed, text: 'in' })).ok).toBe(true);
});

test('an invalid manifest is rejected with the wrong field and its value', async () => {
  const broken = MANIFEST.replace('command: /notes', 'command: picks');
  await expect(openWorkspace({ manifest: broken, folder: join(fixture.folder, 'other') })).rejects.toThrow(
    /features\.slash_commands\.0\.command is "picks"/,
  );
});

test('a port in use is reported, and the folder stays usable', async () => {
  const port = Number(new URL(fixture.slack.url).port);
  await expect(openWorkspace({ port, folder: join(fixture.folder, 'other') })).rejects.toMatchObject({
    code: 'port_taken',
  });
});

test('a folder of a newer version is not changed', async () => {
  const { folder } = fixture;
  await fixture.slack.close();
  const file = new DatabaseSync(join(folder, 'slack-workspace.sqlite'));
  file.exec('PRAGMA user_version = 99');
  file.close();
  await expect(openWorkspace({ folder })).rejects.toMatchObject({ code: 'newer_store' });
});

test('messages, reactions, App Homes and ids survive a restart; tokens do not', async () => {
  const { client, channel, folder } = fixture;
  const { ts = '' } = await client.chat.postMessage({
    channel,
    text: 'kept',
    metadata: { event_type: 'e', event_payload: { k: 1 } },
  });
  await client.reactions.add({ channel, timestamp: ts, name: 'eyes' });
  await client.views.publish({ user_id: 'UANA', view: { type: 'home', blocks: [{ type: 'divider' }] } });
  await fixture.slack.close();
  // Another port, because the client's connections to the old port are closed.
  const again = await openWorkspace({ folder, port: 0 });
  const { messages } = await again.client.conversations.history({ channel, include_all_metadata: true });
  expect(messages).toMatchObject([
    { ts, text: 'kept', reactions: [{ name: 'eyes' }], metadata: { event_payload: { k: 1 } } },
  ]);
  expect((await (await again.browser()).state()).homeTabs[0]?.view?.blocks).toHaveLength(1);
  expect(await codeOf(webClient({ ...again.slack, tokens: fixture.slack.tokens }).auth.test())).toBe('invalid_auth');
  const { ts: next = '' } = await again.client.chat.postMessage({ channel, text: 'next' });
  expect(next > ts).toBe(true);
  await again.close();
});
