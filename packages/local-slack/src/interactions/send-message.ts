import type { VisibleMessage } from '../messages/message.ts';
import { postMessage } from '../messages/post-message.ts';
import type { PageAct, PageAnswer } from '../page-protocol.ts';
import type { Channel } from '../store/directory.ts';
import { type Person, visibleChannel } from './interaction-payload.ts';
import { typedText } from './typed-text.ts';

/** A person says something; the app hears of it where it has subscribed. */
export function say(person: Person, act: Extract<PageAct, { type: 'say' }>): PageAnswer {
  const { workspace, user } = person;
  const channel = visibleChannel(person, act.channel);
  const text = typedText(act.text, workspace.directory);
  const message = postMessage(workspace, { channel, author: { user: user.id }, text, threadTs: act.thread_ts });
  if (channel.isBotMember) tellApp(person, channel, message);
  return { ok: true, ts: message.ts };
}

function tellApp({ workspace }: Person, channel: Channel, message: VisibleMessage): void {
  const { ts, text, user, team, thread_ts: threadTs } = message;
  const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
  const event = { user, text, ts, team, channel: channel.id, event_ts: ts, ...thread };
  const kind = channel.kind === 'im' ? 'im' : 'channel';
  const isMention = text.includes(`<@${workspace.identity.bot.user}>`);
  if (isMention && channel.kind === 'channel') workspace.emit('app_mention', { type: 'app_mention', ...event });
  workspace.emit(kind === 'im' ? 'message.im' : 'message.channels', { type: 'message', channel_type: kind, ...event });
}
