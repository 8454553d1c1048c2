import { MethodError } from '../method-error.ts';
import type { Channel } from '../store/directory.ts';
import type { Workspace } from '../workspace.ts';

const MS_PER_SECOND = 1_000;

/**
 * Finds the channel that an argument names: by id, by `#name`, or by the id of the person in a direct message. Throws
 * `MethodError`: `channel_not_found`.
 */
export function channelArgument(workspace: Workspace, value: string): Channel {
  const { directory } = workspace;
  const byName = () =>
    directory.channels().find(({ name, kind }) => kind === 'channel' && `#${name}` === `#${value.replace('#', '')}`);
  const found = directory.channel(value) ?? directMessageWith(workspace, value) ?? byName();
  if (found === undefined) throw new MethodError('channel_not_found');
  return found;
}

/** Finds a channel that the bot may post to. Throws `MethodError`: `channel_not_found`, `not_in_channel`. */
export function channelToPostTo(workspace: Workspace, value: string): Channel {
  const channel = channelArgument(workspace, value);
  if (!channel.isBotMember) throw new MethodError('not_in_channel');
  return channel;
}

/**
 * Finds or creates the direct message between a person and the bot. Notifies the open pages of a new direct message.
 * Returns undefined for an unknown person.
 */
export function directMessageWith(workspace: Workspace, userId: string): Channel | undefined {
  const user = workspace.directory.user(userId);
  if (user === undefined || user.is_bot) return undefined;
  const { channel, isNew } = workspace.directory.directMessage(
    user.id,
    Math.floor(workspace.clock.now() / MS_PER_SECOND),
  );
  if (isNew) workspace.live.send({ type: 'channel', channel: pageChannel(workspace, channel) }, { user: user.id });
  return channel;
}

/** Converts a channel to the form that the page receives. A direct message gets the bot's name. */
export function pageChannel({ identity }: Workspace, { id, kind, name, topic }: Channel) {
  const isDirect = kind === 'im';
  return {
    id,
    name: isDirect ? identity.bot.name : name,
    is_im: isDirect,
    topic,
    ...(isDirect ? { user: identity.bot.user } : {}),
  };
}
