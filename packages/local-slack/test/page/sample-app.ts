import { App } from '@slack/bolt';
import type { LocalSlack } from '../../src/local-slack.ts';
import { quiet } from '../workspace-fixture.ts';

export const MANIFEST = `
display_information:
  name: Acme
features:
  agent_view:
    agent_description: Handles orders
  app_home:
    home_tab_enabled: true
  bot_user:
    display_name: Shop
  slash_commands:
    - command: /order
      description: Shows and refunds orders
      usage_hint: "status [order] | refund"
    - command: /slow
      description: Does not answer
oauth_config:
  scopes:
    bot: [commands, "chat:write", "channels:read", "channels:history", "im:write", "im:history", "users:read", "reactions:write", "files:write"]
settings:
  socket_mode_enabled: true
  event_subscriptions:
    bot_events: [app_home_opened, agent_session_stopped]
`;

const text = (words: string) => ({ type: 'plain_text' as const, text: words });
const customer = {
  type: 'input' as const,
  block_id: 'customer',
  label: text('Customer'),
  element: { type: 'plain_text_input' as const, action_id: 'name' },
};

/** A sample app with commands, a button with a confirmation, a form with validation, and a message that it edits. */
export async function startSampleApp({ apiUrl, tokens }: LocalSlack): Promise<App> {
  const app = new App({
    token: tokens.bot,
    appToken: tokens.app,
    socketMode: true,
    logger: quiet(),
    clientOptions: { slackApiUrl: apiUrl },
  });
  app.command('/order', async ({ ack, body, client, respond }) => {
    await ack();
    if (body.text !== 'refund') return void (await respond(`status for ${body.user_name}: ${body.text}`));
    const view = { type: 'modal' as const, callback_id: 'refund', private_metadata: 'order-7', title: text('Refund') };
    await client.views.open({
      trigger_id: body.trigger_id,
      view: { ...view, submit: text('Request'), close: text('Cancel'), blocks: [customer] },
    });
  });
  app.event('agent_session_stopped', async ({ event, client }) => {
    const thread = { channel_id: event.channel, thread_ts: event.thread_ts };
    await client.agents.sessions.setStatus({ ...thread, status: 'closed' });
  });
  app.view('refund', async ({ ack, view, client, body }) => {
    const name = view.state.values['customer']?.['name']?.value ?? '';
    if (name === 'Nobody')
      return await ack({ response_action: 'errors', errors: { customer: 'This customer does not exist.' } });
    await ack();
    const channel = (await client.conversations.open({ users: body.user.id })).channel?.id ?? '';
    await client.chat.postMessage({ channel, text: `${name} of ${view.private_metadata}` });
  });
  app.action('approve', async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions' || body.message === undefined || body.channel === undefined) return;
    await client.chat.update({
      channel: body.channel.id,
      ts: body.message.ts,
      text: `Approved by <@${body.user.id}>`,
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: `Approved by <@${body.user.id}>` } }],
    });
  });
  app.action('page', async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions' || body.view === undefined) return;
    await client.views.update({ view_id: body.view.id, view: ordersView('Page 2') });
  });
  app.action('deeper', async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions') return;
    await client.views.push({ trigger_id: body.trigger_id, view: ordersView('Detail') });
  });
  app.action('orders', async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions') return;
    await client.views.open({ trigger_id: body.trigger_id, view: ordersView('Page 1') });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    const blocks = [{ type: 'header' as const, text: text(`Home of ${event.user}`) }];
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
  });
  await app.start();
  return app;
}

function ordersView(words: string) {
  const buttons = [
    { type: 'button' as const, action_id: 'page', text: text('Next') },
    { type: 'button' as const, action_id: 'deeper', text: text('More') },
  ];
  return {
    type: 'modal' as const,
    title: text('All orders'),
    blocks: [
      { type: 'section' as const, text: text(words) },
      { type: 'actions' as const, block_id: 'paging', elements: buttons },
    ],
  };
}

/** A message with two buttons, one of them with a confirmation. */
export const REFUND_MESSAGE = [
  { type: 'header' as const, text: text('Refund the order?') },
  {
    type: 'actions' as const,
    block_id: 'decide',
    elements: [
      {
        type: 'button' as const,
        action_id: 'approve',
        style: 'primary' as const,
        text: text('Approve'),
        value: 'a-1',
        confirm: {
          title: text('Refund 40 EUR?'),
          text: text('This cannot be undone.'),
          confirm: text('Refund'),
          deny: text('Wait'),
        },
      },
      { type: 'button' as const, action_id: 'orders', text: text('All orders') },
    ],
  },
];
