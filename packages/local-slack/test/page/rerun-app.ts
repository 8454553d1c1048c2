import { App } from '@slack/bolt';
import type { LocalSlack } from '../../src/local-slack.ts';
import { quiet } from '../workspace-fixture.ts';

export const MANIFEST = `
display_information:
  name: Courtside
features:
  agent_view:
    agent_description: Works on predictions
  app_home:
    home_tab_enabled: true
  bot_user:
    display_name: Tipoff
  slash_commands:
    - command: /batch
      description: Batches of predictions
      usage_hint: "status [batch] | rerun"
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
const player = {
  type: 'input' as const,
  block_id: 'player',
  label: text('Player'),
  element: { type: 'plain_text_input' as const, action_id: 'name' },
};

/** An app with what a page has to be able to show: commands, a button that asks first, a form that finds faults, a message that is edited. */
export async function startRerunApp({ apiUrl, tokens }: LocalSlack): Promise<App> {
  const app = new App({
    token: tokens.bot,
    appToken: tokens.app,
    socketMode: true,
    logger: quiet(),
    clientOptions: { slackApiUrl: apiUrl },
  });
  app.command('/batch', async ({ ack, body, client, respond }) => {
    await ack();
    if (body.text !== 'rerun') return void (await respond(`status for ${body.user_name}: ${body.text}`));
    const view = { type: 'modal' as const, callback_id: 'rerun', private_metadata: 'batch-7', title: text('Re-run') };
    await client.views.open({
      trigger_id: body.trigger_id,
      view: { ...view, submit: text('Ask'), close: text('Leave'), blocks: [player] },
    });
  });
  app.event('agent_session_stopped', async ({ event, client }) => {
    const thread = { channel_id: event.channel, thread_ts: event.thread_ts };
    await client.agents.sessions.setStatus({ ...thread, status: 'closed' });
  });
  app.view('rerun', async ({ ack, view, client, body }) => {
    const name = view.state.values['player']?.['name']?.value ?? '';
    if (name === 'Nobody') return await ack({ response_action: 'errors', errors: { player: 'Nobody of that name.' } });
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
    await client.views.update({ view_id: body.view.id, view: slateView('Page 2') });
  });
  app.action('deeper', async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions') return;
    await client.views.push({ trigger_id: body.trigger_id, view: slateView('Detail') });
  });
  app.action('slate', async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions') return;
    await client.views.open({ trigger_id: body.trigger_id, view: slateView('Page 1') });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    const blocks = [{ type: 'header' as const, text: text(`Home of ${event.user}`) }];
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
  });
  await app.start();
  return app;
}

function slateView(words: string) {
  const buttons = [
    { type: 'button' as const, action_id: 'page', text: text('Next') },
    { type: 'button' as const, action_id: 'deeper', text: text('More') },
  ];
  return {
    type: 'modal' as const,
    title: text('Full slate'),
    blocks: [
      { type: 'section' as const, text: text(words) },
      { type: 'actions' as const, block_id: 'paging', elements: buttons },
    ],
  };
}

/** A card as the bot posts it: a button that is sure, one that is asked about. */
export const APPROVAL_CARD = [
  { type: 'header' as const, text: text('Force-complete?') },
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
          title: text('Publish 119 of 136?'),
          text: text('17 stay out.'),
          confirm: text('Publish'),
          deny: text('Wait'),
        },
      },
      { type: 'button' as const, action_id: 'slate', text: text('Full slate') },
    ],
  },
];
