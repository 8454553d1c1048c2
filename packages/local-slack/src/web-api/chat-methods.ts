import * as z from 'zod';
import { deleteMessage, editMessage, postEphemeral } from '../messages/change-message.ts';
import { Metadata, type VisibleMessage } from '../messages/message.ts';
import { messageBlocks, postMessage } from '../messages/post-message.ts';
import { MethodError } from '../method-error.ts';
import type { Workspace } from '../workspace.ts';
import { channelArgument, channelToPostTo } from './channel-argument.ts';
import { FlagArgument, IdArgument, JsonArgument, type Method, method } from './method.ts';

/** Slack allows less text in an edited message than in a new message. */
const MAX_EDITED_TEXT = 4_000;
const MAX_METADATA_BYTES = 16_000;

const Attachments = JsonArgument.pipe(z.array(z.unknown()).optional());
const content = { text: z.string().optional(), blocks: JsonArgument, attachments: Attachments };

const postMessageMethod = method({
  scopes: ['chat:write'],
  args: z.object({
    ...content,
    channel: IdArgument,
    metadata: JsonArgument,
    thread_ts: IdArgument.optional(),
    reply_broadcast: FlagArgument,
  }),
  run: (workspace, args) => {
    const channel = channelToPostTo(workspace, args.channel);
    const message = postMessage(workspace, {
      channel,
      author: 'bot',
      text: args.text ?? '',
      blocks: messageBlocks(workspace, args.blocks),
      attachments: args.attachments,
      metadata: metadataOf(args.metadata),
      threadTs: args.thread_ts,
      isBroadcast: args.reply_broadcast,
    });
    return { channel: channel.id, ts: message.ts, message };
  },
});

const update = method({
  scopes: ['chat:write'],
  args: z.object({ ...content, channel: IdArgument, ts: IdArgument, metadata: JsonArgument }),
  run: (workspace, args) => {
    const message = ownMessage(workspace, args, 'cant_update_message');
    if ((args.text ?? '').length > MAX_EDITED_TEXT) throw new MethodError('msg_too_long');
    const edited = editMessage(workspace, message, {
      text: args.text,
      blocks: messageBlocks(workspace, args.blocks),
      attachments: args.attachments,
      metadata: isEmptyObject(args.metadata) ? 'none' : metadataOf(args.metadata),
    });
    return { channel: edited.channel, ts: edited.ts, text: edited.text, message: edited };
  },
});

const remove = method({
  scopes: ['chat:write'],
  args: z.object({ channel: IdArgument, ts: IdArgument }),
  run: (workspace, args) => {
    const message = ownMessage(workspace, args, 'cant_delete_message');
    deleteMessage(workspace, message, channelArgument(workspace, message.channel));
    return { channel: message.channel, ts: message.ts };
  },
});

const ephemeral = method({
  scopes: ['chat:write'],
  args: z.object({ ...content, channel: IdArgument, user: IdArgument, thread_ts: IdArgument.optional() }),
  run: (workspace, args) => {
    const channel = channelToPostTo(workspace, args.channel);
    const user = workspace.directory.user(args.user);
    const isThere = user !== undefined && !user.is_bot && (channel.user ?? user.id) === user.id;
    if (!isThere) throw new MethodError('user_not_in_channel');
    const message = postEphemeral(workspace, user.id, {
      channel,
      author: 'bot',
      text: args.text ?? '',
      blocks: messageBlocks(workspace, args.blocks),
      attachments: args.attachments,
      threadTs: args.thread_ts,
    });
    return { message_ts: message.ts };
  },
});

const permalink = method({
  scopes: [],
  args: z.object({ channel: IdArgument, message_ts: IdArgument }),
  run: (workspace, args) => {
    const channel = channelArgument(workspace, args.channel);
    if (workspace.messages.get(channel.id, args.message_ts) === undefined) throw new MethodError('message_not_found');
    return { channel: channel.id, permalink: `${workspace.origin}/#/${channel.id}/${args.message_ts}` };
  },
});

export const CHAT_METHODS = {
  'chat.postMessage': postMessageMethod,
  'chat.update': update,
  'chat.delete': remove,
  'chat.postEphemeral': ephemeral,
  'chat.getPermalink': permalink,
} satisfies Record<string, Method>;

/**
 * Finds a message that the bot wrote. Throws `MethodError`: `message_not_found`, or the given `code` if somebody else
 * wrote the message.
 */
function ownMessage(workspace: Workspace, args: { channel: string; ts: string }, code: string): VisibleMessage {
  const channel = channelArgument(workspace, args.channel);
  const message = workspace.messages.get(channel.id, args.ts);
  if (message === undefined) throw new MethodError('message_not_found');
  if (message.user !== workspace.identity.bot.user) throw new MethodError(code);
  return message;
}

function metadataOf(value: unknown): z.infer<typeof Metadata> | undefined {
  if (value === undefined || isEmptyObject(value)) return undefined;
  const parsed = Metadata.safeParse(value);
  if (!parsed.success) throw new MethodError('invalid_metadata_format');
  if (JSON.stringify(parsed.data).length > MAX_METADATA_BYTES) throw new MethodError('metadata_too_large');
  return parsed.data;
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
