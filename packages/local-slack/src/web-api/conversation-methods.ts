import * as z from 'zod';
import { MethodError } from '../method-error.ts';
import type { Channel } from '../store/directory.ts';
import type { Workspace } from '../workspace.ts';
import { channelArgument, directMessageWith } from './channel-argument.ts';
import { cursorArgument, pageOf } from './cursor.ts';
import { type Fields, FlagArgument, IdArgument, limitArgument, type Method, method } from './method.ts';

const READ = ['channels:read', 'im:read', 'groups:read', 'mpim:read'];
const Types = z
  .string()
  .default('public_channel')
  .transform((text) => text.split(',').map((type) => type.trim()));

const listing = { types: Types, limit: limitArgument(100), cursor: cursorArgument, exclude_archived: FlagArgument };

const list = method({
  scopes: READ,
  args: z.object(listing),
  run: (workspace, args) => channelsPage(workspace, workspace.directory.channels(), args),
});

const ofUser = method({
  scopes: READ,
  args: z.object({ ...listing, user: IdArgument.optional() }),
  run: (workspace, args) => {
    const isBot = args.user === undefined || args.user === workspace.identity.bot.user;
    const theirs = workspace.directory
      .channels()
      .filter((channel) => (isBot ? channel.isBotMember : (channel.user ?? args.user) === args.user));
    return channelsPage(workspace, theirs, args);
  },
});

const info = method({
  scopes: READ,
  args: z.object({ channel: IdArgument }),
  run: (workspace, args) => ({ channel: slackChannel(workspace, channelById(workspace, args.channel)) }),
});

const open = method({
  scopes: ['im:write', 'mpim:write'],
  args: z.object({ users: z.string().optional(), channel: IdArgument.optional(), return_im: FlagArgument }),
  run: (workspace, args) => {
    const users = (args.users ?? '').split(',').filter((user) => user !== '');
    if (users.length > 1) throw new MethodError('method_not_supported_for_channel_type');
    const channel =
      args.channel === undefined ? directMessageWith(workspace, users[0] ?? '') : channelById(workspace, args.channel);
    if (channel === undefined) throw new MethodError(users.length === 0 ? 'users_list_not_supplied' : 'user_not_found');
    return { channel: args.return_im ? slackChannel(workspace, channel) : { id: channel.id } };
  },
});

const members = method({
  scopes: READ,
  args: z.object({ channel: IdArgument, limit: limitArgument(100), cursor: cursorArgument }),
  run: (workspace, args) => {
    const channel = channelById(workspace, args.channel);
    const people = workspace.directory.users().filter(({ is_bot: isBot }) => !isBot);
    const ids = channel.user === undefined ? people.map(({ id }) => id) : [channel.user];
    const page = pageOf([...ids, ...(channel.isBotMember ? [workspace.identity.bot.user] : [])], args);
    return { members: page.items, response_metadata: page.metadata };
  },
});

const join = method({
  scopes: ['channels:join'],
  args: z.object({ channel: IdArgument }),
  run: (workspace, args) => {
    const channel = { ...channelById(workspace, args.channel), isBotMember: true };
    workspace.directory.putChannel(channel);
    return { channel: slackChannel(workspace, channel) };
  },
});

export const CONVERSATION_METHODS = {
  'conversations.list': list,
  'users.conversations': ofUser,
  'conversations.info': info,
  'conversations.open': open,
  'conversations.members': members,
  'conversations.join': join,
} satisfies Record<string, Method>;

/** The `conversations` methods accept a channel's id but not its name. */
function channelById(workspace: Workspace, id: string): Channel {
  const channel = workspace.directory.channel(id);
  if (channel === undefined) throw new MethodError('channel_not_found');
  return channelArgument(workspace, channel.id);
}

interface ListArguments {
  readonly types: readonly string[];
  readonly limit: number;
  readonly cursor: number;
}

function channelsPage(workspace: Workspace, channels: readonly Channel[], args: ListArguments): Fields {
  const wanted = channels.filter(({ kind }) => args.types.includes(kind === 'im' ? 'im' : 'public_channel'));
  const { items, metadata } = pageOf(wanted, args);
  return { channels: items.map((channel) => slackChannel(workspace, channel)), response_metadata: metadata };
}

/** Converts a stored channel to Slack's channel object. */
function slackChannel(workspace: Workspace, { id, kind, name, topic, created, isBotMember, user }: Channel): Fields {
  const common = { id, created, is_archived: false, is_org_shared: false, context_team_id: workspace.identity.team.id };
  if (kind === 'im') return { ...common, is_im: true, user, is_user_deleted: false, is_open: true };
  return {
    ...common,
    name,
    name_normalized: name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: false,
    is_general: false,
    is_shared: false,
    is_member: isBotMember,
    topic: { value: topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    num_members: workspace.directory.users().filter(({ is_bot: isBot }) => !isBot || isBotMember).length,
  };
}
