import { addReaction, removeReaction } from '../messages/react.ts';
import { MethodError } from '../method-error.ts';
import type { PageAct, PageAnswer } from '../page-protocol.ts';
import type { PageSession } from '../server/page-sessions.ts';
import { directMessageWith } from '../web-api/channel-argument.ts';
import type { Workspace } from '../workspace.ts';
import { type Person, visibleChannel } from './interaction-payload.ts';
import { runSlashCommand } from './run-slash-command.ts';
import { say } from './send-message.ts';
import { stopAgent } from './stop-agent.ts';
import { closeView, submitView } from './submit-view.ts';
import { suggest, useElement } from './use-element.ts';

/** Does what a person did on the page. Refusals are answers, with Slack's code. */
export async function performAct(workspace: Workspace, session: PageSession, act: PageAct): Promise<PageAnswer> {
  const user = workspace.directory.user(session.user);
  if (user === undefined) return { ok: false, error: 'user_not_found', message: 'This user is not in the workspace.' };
  try {
    if (act.type === 'act-as') return actAs(workspace, session, act.user_id);
    return await perform({ workspace, user }, act);
  } catch (error) {
    if (!(error instanceof MethodError)) throw error;
    return { ok: false, error: error.code, message: `Slack refuses: ${error.code}.` };
  }
}

async function perform(person: Person, act: Exclude<PageAct, { type: 'act-as' }>): Promise<PageAnswer> {
  switch (act.type) {
    case 'say':
      return say(person, act);
    case 'command':
      return await runSlashCommand(person, act);
    case 'action':
      return await useElement(person, act);
    case 'suggest':
      return await suggest(person, act);
    case 'submit-view':
      return await submitView(person, act);
    case 'close-view':
      return closeView(person, act);
    case 'open-home':
      return openHome(person);
    case 'stop-agent':
      return stopAgent(person, act);
    case 'open-dm':
      return openDirectMessage(person, act.user_id);
    case 'react':
      return react(person, act);
  }
}

function actAs(workspace: Workspace, session: PageSession, userId: string): PageAnswer {
  const user = workspace.directory.user(userId);
  if (user === undefined || user.is_bot) throw new MethodError('user_not_found');
  session.user = user.id;
  return { ok: true };
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

/** This workspace has direct messages with the bot alone. */
function openDirectMessage({ workspace, user }: Person, otherId: string): PageAnswer {
  if (otherId !== workspace.identity.bot.user) throw new MethodError('user_not_found');
  const channel = directMessageWith(workspace, user.id);
  if (channel === undefined) throw new MethodError('channel_not_found');
  return { ok: true, channel: channel.id };
}

function react(person: Person, act: Extract<PageAct, { type: 'react' }>): PageAnswer {
  const { workspace, user } = person;
  const channel = visibleChannel(person, act.channel);
  const reaction = { user: user.id, channel: channel.id, ts: act.ts, name: act.name };
  if (act.on) addReaction(workspace, reaction);
  else removeReaction(workspace, reaction);
  return { ok: true };
}
