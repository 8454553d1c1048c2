import * as z from 'zod';
import type { VisibleMessage } from '../messages/message.ts';
import { MethodError } from '../method-error.ts';
import type { Page } from '../store/message-store.ts';
import type { Workspace } from '../workspace.ts';
import { type Fields, FlagArgument, IdArgument, limitArgument, type Method, method } from './method.ts';

const HISTORY = ['channels:history', 'im:history', 'groups:history', 'mpim:history'];

const Ts = z.string().regex(/^\d{1,10}(\.\d{1,6})?$/, 'must be a valid timestamp');
/**
 * The cursor holds the `ts` at which the previous page of messages ended: the oldest message in
 * `conversations.history`, the newest in `conversations.replies`.
 */
const Cursor = z
  .string()
  .optional()
  .transform((text) =>
    text === undefined ? undefined : /^next_ts:(\d+\.\d+)$/.exec(Buffer.from(text, 'base64').toString())?.[1],
  );

const span = {
  channel: IdArgument,
  limit: limitArgument(100),
  cursor: Cursor,
  oldest: Ts.optional(),
  latest: Ts.optional(),
  inclusive: FlagArgument,
  include_all_metadata: FlagArgument,
};

const history = method({
  scopes: HISTORY,
  args: z.object(span),
  run: (workspace, args) => {
    const bounds = args.cursor === undefined ? args : { ...args, latest: args.cursor, inclusive: false };
    const page = workspace.messages.history(readableChannel(workspace, args.channel), bounds);
    const newestFirst = page.messages.toReversed();
    return answer({ ...page, messages: newestFirst }, metadataIn(args));
  },
});

const replies = method({
  scopes: HISTORY,
  args: z.object({ ...span, ts: IdArgument }),
  run: (workspace, args) => {
    const channel = readableChannel(workspace, args.channel);
    const message = workspace.messages.get(channel, args.ts);
    if (message === undefined) throw new MethodError('thread_not_found');
    const bounds = args.cursor === undefined ? args : { ...args, oldest: args.cursor, inclusive: false };
    const page = workspace.messages.replies(channel, message.thread_ts ?? message.ts, { ...bounds, from: 'oldest' });
    return answer(page, metadataIn(args));
  },
});

export const HISTORY_METHODS = {
  'conversations.history': history,
  'conversations.replies': replies,
} satisfies Record<string, Method>;

function readableChannel(workspace: Workspace, id: string): string {
  const channel = workspace.directory.channel(id);
  if (channel === undefined) throw new MethodError('channel_not_found');
  if (!channel.isBotMember) throw new MethodError('not_in_channel');
  return channel.id;
}

type MetadataDetail = 'whole' | 'type';

function metadataIn(args: { readonly include_all_metadata: boolean }): MetadataDetail {
  return args.include_all_metadata ? 'whole' : 'type';
}

function answer(page: Page, metadata: MetadataDetail): Fields {
  const last = page.messages.at(-1);
  const next = page.hasMore && last !== undefined ? Buffer.from(`next_ts:${last.ts}`).toString('base64') : '';
  return {
    messages: page.messages.map((message) => shown(message, metadata)),
    has_more: page.hasMore,
    ...(next === '' ? {} : { response_metadata: { next_cursor: next } }),
  };
}

/** The messages in Slack's history contain no channel. By default they also omit the payload of their metadata. */
function shown({ channel: _, metadata, ...message }: VisibleMessage, wanted: MetadataDetail): Fields {
  if (metadata === undefined) return message;
  return { ...message, metadata: wanted === 'whole' ? metadata : { event_type: metadata.event_type } };
}
