import type { Channel } from '../store/directory.ts';
import type { Workspace } from '../workspace.ts';
import type { CheckedBlock, Message, VisibleMessage } from './message.ts';
import { announce, announceParent, checkContent, composed, type NewMessage, pageMessage } from './post-message.ts';

/** The new content of a message. An undefined field keeps its old value; an empty list removes the field's content. */
export interface Edit {
  readonly text?: string | undefined;
  readonly blocks?: CheckedBlock[] | undefined;
  readonly attachments?: unknown[] | undefined;
  readonly metadata?: Message['metadata'] | 'none';
}

/** Edits a stored message. The message keeps its `ts`. */
export function editMessage(workspace: Workspace, current: VisibleMessage, edit: Edit): Message {
  const { reply_count: _c, reply_users: _u, reply_users_count: _n, latest_reply: _l, ...before } = current;
  const message = edited(workspace, before, edit);
  workspace.messages.put(message);
  const channel = workspace.directory.channel(message.channel);
  const shown = workspace.messages.get(message.channel, message.ts) ?? message;
  if (channel !== undefined) announce(workspace, { type: 'message-changed', message: pageMessage(shown) }, channel);
  return message;
}

/** Deletes a stored message and notifies the open pages. */
export function deleteMessage(workspace: Workspace, message: VisibleMessage, channel: Channel): void {
  workspace.messages.remove(channel.id, message.ts);
  announce(workspace, { type: 'message-deleted', channel: channel.id, ts: message.ts }, channel);
  if (message.thread_ts !== undefined && message.thread_ts !== message.ts)
    announceParent(workspace, channel, message.thread_ts);
}

/** Shows an ephemeral message to one person, until that person reloads the page. */
export function postEphemeral(workspace: Workspace, user: string, post: NewMessage): Message {
  checkContent(post);
  const message = {
    ...composed(workspace, post),
    ...(post.threadTs === undefined ? {} : { thread_ts: post.threadTs }),
  };
  showEphemeral(workspace, user, message);
  return message;
}

/** Edits an ephemeral message and shows it again. */
export function editEphemeral(workspace: Workspace, { user, message }: EphemeralEdit, edit: Edit): void {
  showEphemeral(workspace, user, edited(workspace, message, edit));
}

interface EphemeralEdit {
  readonly user: string;
  readonly message: Message;
}

function showEphemeral(workspace: Workspace, user: string, message: Message): void {
  workspace.ephemerals.put({ user, message });
  workspace.live.send({ type: 'ephemeral', message: { ...pageMessage(message), is_ephemeral: true } }, { user });
}

function edited(workspace: Workspace, before: Message, edit: Edit): Message {
  const { blocks: oldBlocks, attachments: oldAttachments, metadata: oldMetadata, ...rest } = before;
  const blocks = edit.blocks ?? oldBlocks ?? [];
  const attachments = edit.attachments ?? oldAttachments ?? [];
  const metadata = edit.metadata ?? oldMetadata ?? 'none';
  const message: Message = {
    ...rest,
    text: edit.text ?? before.text,
    ...(blocks.length === 0 ? {} : { blocks }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(metadata === 'none' ? {} : { metadata }),
    edited: { user: before.user, ts: workspace.nextTs() },
  };
  checkContent(message);
  return message;
}
