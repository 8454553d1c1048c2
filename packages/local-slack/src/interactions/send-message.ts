import type { VisibleMessage } from '../messages/message.ts';
import { postMessage } from '../messages/post-message.ts';
import type { PageAnswer, PageInteraction } from '../page-protocol.ts';
import type { Channel } from '../store/directory.ts';
import { type Person, visibleChannel } from './interaction-payload.ts';
import { typedText } from './typed-text.ts';

/** Posts a person's message and emits its events to the app. */
export function sendMessage(
  person: Person,
  interaction: Extract<PageInteraction, { type: 'send-message' }>,
): PageAnswer {
  const { workspace, user } = person;
  const channel = visibleChannel(person, interaction.channel);
  const text = typedText(interaction.text, workspace.directory);
  const message = postMessage(workspace, { channel, author: { user: user.id }, text, threadTs: interaction.thread_ts });
  if (channel.isBotMember) emitMessage(person, channel, message);
  return { ok: true, ts: message.ts };
}

function emitMessage({ workspace }: Person, channel: Channel, message: VisibleMessage): void {
  const { ts, text, user, team, thread_ts: threadTs } = message;
  const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
  const event = { user, text, ts, team, channel: channel.id, event_ts: ts, ...thread };
  const kind = channel.kind === 'im' ? 'im' : 'channel';
  const isMention = text.includes(`<@${workspace.identity.bot.user}>`);
  if (isMention && channel.kind === 'channel') workspace.emit('app_mention', { type: 'app_mention', ...event });
  workspace.emit(kind === 'im' ? 'message.im' : 'message.channels', { type: 'message', channel_type: kind, ...event });
}
