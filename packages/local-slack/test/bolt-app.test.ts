import type { AddressInfo } from 'node:net';
import { App, type AppOptions } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { LocalSlack } from '../src/local-slack.ts';
import type { Browser } from './browser.ts';
import { type Fixture, openWorkspace, quiet } from './workspace-fixture.ts';

const Address = z.custom<AddressInfo>((value) => value !== null && typeof value === 'object');

const MODES = [
  { mode: 'Socket Mode', start: startSocketApp },
  { mode: 'signed HTTP', start: startHttpApp },
];

describe.each(MODES)('a Bolt app by $mode', ({ start }) => {
  let fixture: Fixture;
  let app: App;
  let ana: Browser;

  beforeEach(async () => {
    fixture = await openWorkspace();
    app = await start(fixture.slack);
    ana = await fixture.browser();
  });
  afterEach(async () => {
    await app.stop();
    await fixture.close();
  });

  test('answers a command to its sender and in the channel', async () => {
    app.command('/notes', async ({ ack, respond, command, say }) => {
      await ack();
      await respond(`for ${command.user_name}: ${command.text}`);
      await say('for all');
    });
    const answer = await ana.interact({
      type: 'command',
      channel: fixture.channel,
      command: '/notes',
      text: 'today <b> & co',
    });
    expect(answer).toEqual({ ok: true });
    expect((await ana.next('ephemeral')).message).toMatchObject({
      text: 'for ana: today <b> & co',
      is_ephemeral: true,
    });
    expect((await ana.next('message')).message.text).toBe('for all');
  });

  test('may answer a command in its acknowledgement', async () => {
    app.command('/notes', async ({ ack }) => await ack({ text: 'at once', response_type: 'in_channel' }));
    expect(await ana.interact({ type: 'command', channel: fixture.channel, command: '/notes', text: '' })).toEqual({
      ok: true,
    });
    expect((await ana.next('message')).message.text).toBe('at once');
  });

  test('gets names as references if the manifest sets should_escape', async () => {
    const texts: string[] = [];
    app.command('/who', async ({ ack, command }) => {
      texts.push(command.text);
      await ack();
    });
    await ana.interact({ type: 'command', channel: fixture.channel, command: '/who', text: '@ben <!channel>' });
    expect(texts).toEqual(['<@UBEN> &lt;!channel&gt;']);
  });

  test('receives a click with its value, edits the message, and answers through the response_url', async () => {
    app.action('go', async ({ ack, action, body, client, respond }) => {
      await ack();
      if (body.type !== 'block_actions' || action.type !== 'button') return;
      await client.chat.update({
        channel: fixture.channel,
        ts: body.container['message_ts'],
        text: `got ${action.value}`,
      });
      await respond({ text: `only for ${body.user.name}`, replace_original: false });
    });
    const { ts = '' } = await fixture.client.chat.postMessage({
      channel: fixture.channel,
      text: 'Go?',
      blocks: [{ type: 'actions', block_id: 'b', elements: [button('go', '42')] }],
    });
    const container = { type: 'message' as const, channel_id: fixture.channel, message_ts: ts };
    const go = { type: 'button', block_id: 'b', action_id: 'go' };
    expect(await ana.interact({ type: 'action', container, action: go })).toEqual({ ok: true });
    expect((await ana.next('message-changed')).message).toMatchObject({ ts, text: 'got 42' });
    expect((await ana.next('ephemeral')).message.text).toBe('only for ana');
  });

  test('replaces and deletes an ephemeral message through the response_url', async () => {
    app.action('next', async ({ ack, respond }) => {
      await ack();
      await respond({ replace_original: true, text: 'replaced', blocks: [actions(button('end'))] });
    });
    app.action('end', async ({ ack, respond }) => {
      await ack();
      await respond({ delete_original: true });
    });
    const { channel } = fixture;
    await fixture.client.chat.postEphemeral({ channel, user: 'UANA', text: 'x', blocks: [actions(button('next'))] });
    const { ts } = (await ana.next('ephemeral')).message;
    const container = { type: 'message' as const, channel_id: channel, message_ts: ts, is_ephemeral: true };
    await ana.interact({ type: 'action', container, action: { type: 'button', block_id: 'b', action_id: 'next' } });
    expect((await ana.next('ephemeral')).message).toMatchObject({ ts, text: 'replaced' });
    await ana.interact({ type: 'action', container, action: { type: 'button', block_id: 'b', action_id: 'end' } });
    expect(await ana.next('ephemeral-deleted')).toMatchObject({ ts });
    expect((await ana.history(channel)).messages).toEqual([]);
  });

  test('opens a modal, rejects its input, accepts it, and is notified when it closes', async () => {
    const received: string[] = [];
    app.command('/notes', async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: nameModal() });
    });
    app.view('name', async ({ ack, payload }) => {
      const { value } = payload.state.values['who']?.['name'] ?? {};
      received.push(String(value));
      await (value === 'bad' ? ack({ response_action: 'errors', errors: { who: 'No.' } }) : ack());
    });
    app.view({ callback_id: 'name', type: 'view_closed' }, async ({ ack }) => {
      await ack();
      received.push('closed');
    });
    await ana.interact({ type: 'command', channel: fixture.channel, command: '/notes', text: '' });
    const { view } = await ana.next('view-opened');
    const fill = (value: string) => ({ who: { name: { type: 'plain_text_input', value } } });
    await ana.interact({ type: 'submit-view', view_id: view.id, values: fill('') });
    expect((await ana.next('view-errors')).errors).toEqual({ who: 'Please complete this required field.' });
    await ana.interact({ type: 'submit-view', view_id: view.id, values: fill('bad') });
    expect((await ana.next('view-errors')).errors).toEqual({ who: 'No.' });
    await ana.interact({ type: 'submit-view', view_id: view.id, values: fill('fine') });
    expect(await ana.next('view-closed')).toMatchObject({ view_id: view.id });

    await ana.interact({ type: 'command', channel: fixture.channel, command: '/notes', text: '' });
    const again = await ana.next('view-opened');
    await ana.interact({ type: 'close-view', view_id: again.view.id });
    await expect.poll(() => received).toEqual(['bad', 'fine', 'closed']);
  });

  test('pushes, updates and clears views from a submission', async () => {
    const steps = [
      { response_action: 'push' as const, view: nameModal('Second') },
      { response_action: 'update' as const, view: nameModal('Changed') },
      { response_action: 'clear' as const },
    ];
    app.command('/notes', async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: nameModal() });
    });
    app.view('name', async ({ ack }) => {
      const step = steps.shift();
      await (step === undefined ? ack() : ack(step));
    });
    const values = { who: { name: { type: 'plain_text_input', value: 'x' } } };
    await ana.interact({ type: 'command', channel: fixture.channel, command: '/notes', text: '' });
    const first = (await ana.next('view-opened')).view;
    await ana.interact({ type: 'submit-view', view_id: first.id, values });
    const second = (await ana.next('view-opened')).view;
    expect(second).toMatchObject({ previous_view_id: first.id, root_view_id: first.id, title: { text: 'Second' } });
    await ana.interact({ type: 'submit-view', view_id: second.id, values });
    expect((await ana.next('view-updated')).view).toMatchObject({ id: second.id, title: { text: 'Changed' } });
    await ana.interact({ type: 'submit-view', view_id: second.id, values });
    expect([await ana.next('view-closed'), await ana.next('view-closed')].map(({ view_id: id }) => id)).toEqual([
      second.id,
      first.id,
    ]);
  });

  test('receives a mention and answers in its thread', async () => {
    app.event('app_mention', async ({ event, say }) => {
      await say({ text: `you said ${event.text}`, thread_ts: event.ts });
    });
    const { bot_id: _, user_id: bot = '' } = await fixture.client.auth.test();
    const said = await ana.interact({ type: 'send-message', channel: fixture.channel, text: '@contract hello' });
    const thread = said.ok ? (said.ts ?? '') : '';
    await ana.next('message');
    expect((await ana.next('message')).message).toMatchObject({ thread_ts: thread, text: `you said <@${bot}> hello` });
    expect((await ana.next('message-changed')).message).toMatchObject({ ts: thread, reply_count: 1 });
  });

  test('publishes the App Home for the user who opens it', async () => {
    app.event('app_home_opened', async ({ event, client }) => {
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [{ type: 'divider' }] } });
    });
    await ana.interact({ type: 'open-home' });
    expect((await ana.next('home')).view.blocks).toMatchObject([{ type: 'divider' }]);
    expect((await ana.state()).homeTabs[0]?.view?.blocks).toHaveLength(1);
  });

  test('returns options for the text typed into an external select', async () => {
    app.options('customer', async ({ ack, options }) => {
      await ack({ options: [{ text: { type: 'plain_text', text: `${options.value}!` }, value: 'p1' }] });
    });
    const { ts = '' } = await fixture.client.chat.postMessage({
      channel: fixture.channel,
      text: 'who',
      blocks: [{ type: 'actions', block_id: 'b', elements: [{ type: 'external_select', action_id: 'customer' }] }],
    });
    const container = { type: 'message' as const, channel_id: fixture.channel, message_ts: ts };
    const answer = await ana.interact({
      type: 'suggest',
      container,
      block_id: 'b',
      action_id: 'customer',
      value: 'luk',
    });
    expect(answer).toMatchObject({ ok: true, options: [{ text: { text: 'luk!' }, value: 'p1' }] });
  });

  test('receives the state of all elements when one is used', async () => {
    const states: unknown[] = [];
    app.action('size', async ({ ack, body }) => {
      await ack();
      states.push('state' in body ? body.state : undefined);
    });
    const option = (value: string) => ({ text: { type: 'plain_text' as const, text: value }, value });
    const select = { type: 'static_select' as const, action_id: 'size', options: [option('s'), option('m')] };
    const boxes = {
      type: 'checkboxes' as const,
      action_id: 'box',
      options: [option('a')],
      initial_options: [option('a')],
    };
    const { ts = '' } = await fixture.client.chat.postMessage({
      channel: fixture.channel,
      text: 'choose',
      blocks: [{ type: 'actions', block_id: 'b', elements: [select, boxes] }],
    });
    const container = { type: 'message' as const, channel_id: fixture.channel, message_ts: ts };
    const selected_option = { text: { type: 'plain_text', text: 'm' }, value: 'm' };
    const action = { type: 'static_select', block_id: 'b', action_id: 'size', selected_option };
    await ana.interact({ type: 'action', container, action });
    expect(states).toMatchObject([
      { values: { b: { size: { selected_option: { value: 'm' } }, box: { selected_options: [{ value: 'a' }] } } } },
    ]);
  });

  test('uploads a file with a comment', async () => {
    await app.client.filesUploadV2({
      channel_id: fixture.channel,
      filename: 'orders.csv',
      content: 'order,amount\n',
      initial_comment: 'the orders',
      token: fixture.slack.tokens.bot,
    });
    const { message } = await ana.next('message');
    expect(message).toMatchObject({ text: 'the orders', files: [{ name: 'orders.csv', size: 13 }] });
    const file = await fetch(String(message.files?.[0]?.['url_private']), { headers: { cookie: ana.cookie } });
    expect(await file.text()).toBe('order,amount\n');
  });
});

async function startSocketApp(slack: LocalSlack): Promise<App> {
  const app = new App({ ...common(slack), appToken: slack.tokens.app, socketMode: true });
  await app.start();
  return app;
}

async function startHttpApp(slack: LocalSlack): Promise<App> {
  const app = new App({ ...common(slack), signingSecret: slack.tokens.signingSecret });
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  const { port } = Address.parse(server.address());
  await slack.useRequestUrl(`http://127.0.0.1:${port}/slack/events`);
  return app;
}

function common({ apiUrl, tokens }: LocalSlack): AppOptions {
  return { token: tokens.bot, logger: quiet(), clientOptions: { slackApiUrl: apiUrl } };
}

function button(id: string, value = 'v') {
  return { type: 'button' as const, action_id: id, value, text: { type: 'plain_text' as const, text: id } };
}

function actions(...elements: ReturnType<typeof button>[]) {
  return { type: 'actions' as const, block_id: 'b', elements };
}

function nameModal(title = 'Name') {
  const text = (words: string) => ({ type: 'plain_text' as const, text: words });
  return {
    type: 'modal' as const,
    callback_id: 'name',
    title: text(title),
    submit: text('Send'),
    notify_on_close: true,
    blocks: [
      {
        type: 'input' as const,
        block_id: 'who',
        label: text('Who'),
        element: { type: 'plain_text_input' as const, action_id: 'name' },
      },
    ],
  };
}
