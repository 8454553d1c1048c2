import { addReaction, removeReaction } from '../messages/react.ts';
import { MethodError } from '../method-error.ts';
import type { PageAnswer, PageInteraction } from '../page-protocol.ts';
import { directMessageWith } from '../web-api/channel-argument.ts';
import { type Person, visibleChannel } from './interaction-payload.ts';
import { runSlashCommand } from './run-slash-command.ts';
import { sendMessage } from './send-message.ts';
import { stopAgent } from './stop-agent.ts';
import { closeView, submitView } from './submit-view.ts';
import { suggest, useElement } from './use-element.ts';

/** Performs what a person did on the page. An error becomes an answer with Slack's error code. */
export async function performInteraction(person: Person, interaction: PageInteraction): Promise<PageAnswer> {
  try {
    return await perform(person, interaction);
  } catch (error) {
    if (!(error instanceof MethodError)) throw error;
    return { ok: false, error: error.code, message: `Slack rejected this action (${error.code}).` };
  }
}

async function perform(person: Person, interaction: PageInteraction): Promise<PageAnswer> {
  switch (interaction.type) {
    case 'send-message':
      return sendMessage(person, interaction);
    case 'command':
      return await runSlashCommand(person, interaction);
    case 'action':
      return await useElement(person, interaction);
    case 'suggest':
      return await suggest(person, interaction);
    case 'submit-view':
      return await submitView(person, interaction);
    case 'close-view':
      return closeView(person, interaction);
    case 'open-home':
      return openHome(person);
    case 'stop-agent':
      return stopAgent(person, interaction);
    case 'open-dm':
      return openDirectMessage(person, interaction.user_id);
    case 'react':
      return react(person, interaction);
  }
}

function openHome({ workspace, user }: Person): PageAnswer {
  const view = workspace.homes.get(user.id);
  workspace.emit('app_home_opened', {
    type: 'app_home_opened',
    user: user.id,
    channel: directMessageWith(workspace, user.id)?.id,
    tab: 'home',
    event_ts: workspace.nextTs(),
    ...(view === undefined ? {} : { view }),
  });
  return { ok: true };
}

/** In the local workspace a person can have a direct message only with the bot. */
function openDirectMessage({ workspace, user }: Person, otherId: string): PageAnswer {
  if (otherId !== workspace.identity.bot.user) throw new MethodError('user_not_found');
  const channel = directMessageWith(workspace, user.id);
  if (channel === undefined) throw new MethodError('channel_not_found');
  return { ok: true, channel: channel.id };
}

function react(person: Person, interaction: Extract<PageInteraction, { type: 'react' }>): PageAnswer {
  const { workspace, user } = person;
  const channel = visibleChannel(person, interaction.channel);
  const reaction = { user: user.id, channel: channel.id, ts: interaction.ts, name: interaction.name };
  if (interaction.on) addReaction(workspace, reaction);
  else removeReaction(workspace, reaction);
  return { ok: true };
}
