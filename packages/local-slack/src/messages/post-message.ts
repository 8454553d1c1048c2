import { checkBlocks } from '../blocks/check-blocks.ts';
import { MethodError } from '../method-error.ts';
import type { PageEvent, PageMessage } from '../page-protocol.ts';
import type { Channel } from '../store/directory.ts';
import type { Workspace } from '../workspace.ts';
import type { CheckedBlock, Message, VisibleMessage } from './message.ts';
import { isUploadedPicture } from './uploaded-picture.ts';

/** Slack rejects an app's message whose text is longer than this. Slack does not truncate it. */
const MAX_TEXT = 40_000;

export interface NewMessage {
  readonly channel: Channel;
  readonly author: 'bot' | { readonly user: string };
  readonly text: string;
  readonly blocks?: CheckedBlock[] | undefined;
  readonly attachments?: unknown[] | undefined;
  readonly metadata?: Message['metadata'];
  readonly files?: Message['files'];
  readonly threadTs?: string | undefined;
  /** Whether a reply in a thread is also shown in the channel. */
  readonly isBroadcast?: boolean;
}

/**
 * Stores a message and sends it to the open pages. Throws `MethodError`: `no_text`, `msg_too_long`, `thread_not_found`.
 */
export function postMessage(workspace: Workspace, post: NewMessage): VisibleMessage {
  checkContent(post);
  const threadTs = threadOf(workspace, post);
  const message: Message = { ...composed(workspace, post), ...(threadTs === undefined ? {} : { thread_ts: threadTs }) };
  workspace.messages.put(message);
  announce(workspace, { type: 'message', message: pageMessage(message) }, post.channel);
  if (threadTs !== undefined) announceParent(workspace, post.channel, threadTs);
  return message;
}

export function composed(workspace: Workspace, post: NewMessage): Message {
  const { bot, team } = workspace.identity;
  const author =
    post.author === 'bot' ? { user: bot.user, bot_id: bot.id, app_id: workspace.identity.appId } : post.author;
  return {
    type: 'message',
    ...(post.isBroadcast === true && post.threadTs !== undefined ? { subtype: 'thread_broadcast' } : {}),
    channel: post.channel.id,
    ts: workspace.nextTs(),
    team: team.id,
    ...author,
    text: post.text,
    ...(post.blocks === undefined || post.blocks.length === 0 ? {} : { blocks: post.blocks }),
    ...(post.attachments === undefined ? {} : { attachments: post.attachments }),
    ...(post.metadata === undefined ? {} : { metadata: post.metadata }),
    ...(post.files === undefined ? {} : { files: post.files }),
  };
}

/** Checks the text and blocks of a new message. Throws `MethodError`: `no_text`, `msg_too_long`. */
export function checkContent({
  text,
  blocks = [],
  attachments = [],
  files = [],
}: Omit<NewMessage, 'channel' | 'author'>): void {
  if (text.length > MAX_TEXT) throw new MethodError('msg_too_long');
  if (text === '' && blocks.length === 0 && attachments.length === 0 && files.length === 0)
    throw new MethodError('no_text');
}

/** Checks the blocks of a message. Returns undefined if the message has none. */
export function messageBlocks(workspace: Workspace, blocks: unknown): CheckedBlock[] | undefined {
  if (blocks === undefined || blocks === null) return undefined;
  return checkBlocks(blocks, {
    surface: 'message',
    at: ['blocks'],
    code: 'invalid_blocks',
    newId: () => workspace.newId(''),
    unknownTypes: workspace.faults.unknownBlocks(),
    isPicture: (file) => isUploadedPicture(workspace, file),
  });
}

/** Sends an event to the pages of the people who may see the channel. */
export function announce(workspace: Workspace, event: PageEvent, channel: Channel): void {
  workspace.live.send(event, channel.user === undefined ? 'everyone' : { user: channel.user });
}

/** Sends the first message of a thread to the pages again after the thread's replies have changed. */
export function announceParent(workspace: Workspace, channel: Channel, threadTs: string): void {
  const parent = workspace.messages.get(channel.id, threadTs);
  if (parent !== undefined) announce(workspace, { type: 'message-changed', message: pageMessage(parent) }, channel);
}

/** Returns a message as the page receives it, without the metadata, which only apps read. */
export function pageMessage({ metadata: _, ...message }: VisibleMessage): PageMessage {
  return { ...message };
}

/**
 * Returns the thread for a new message. As in Slack, a message that answers a reply goes into the thread of that reply.
 */
function threadOf(workspace: Workspace, { channel, threadTs }: NewMessage): string | undefined {
  if (threadTs === undefined) return undefined;
  const parent = workspace.messages.get(channel.id, threadTs);
  if (parent === undefined) throw new MethodError('thread_not_found');
  return parent.thread_ts ?? parent.ts;
}
