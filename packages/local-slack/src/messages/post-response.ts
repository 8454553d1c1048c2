import * as z from 'zod';
import { MethodError } from '../method-error.ts';
import type { Workspace } from '../workspace.ts';
import { deleteMessage, editEphemeral, editMessage, postEphemeral } from './change-message.ts';
import { messageBlocks, type NewMessage, postMessage } from './post-message.ts';
import type { ResponseTarget } from './response-urls.ts';

const ResponseBody = z.object({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  attachments: z.array(z.unknown()).optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: z.boolean().default(false),
  delete_original: z.boolean().default(false),
  thread_ts: z.string().optional(),
});

/**
 * Handles an app's response through a `response_url` or in the acknowledgement of a command. It posts a message (ephemeral by default), or
 * replaces or deletes the original message. Throws `MethodError` as `chat.postMessage` does.
 */
export function postResponse(workspace: Workspace, target: ResponseTarget, body: unknown): void {
  const parsed = ResponseBody.safeParse(body);
  if (!parsed.success) throw new MethodError('invalid_payload');
  const answer = parsed.data;
  if (target.original !== undefined && answer.delete_original) {
    deleteOriginal(workspace, target);
    return;
  }
  const content = {
    text: answer.text ?? '',
    blocks: messageBlocks(workspace, answer.blocks),
    attachments: answer.attachments,
  };
  if (target.original !== undefined && answer.replace_original) replaceOriginal(workspace, target, content);
  else postNewMessage(workspace, target, { ...answer, ...content });
}

interface NewResponse extends ResponseContent {
  readonly response_type: 'ephemeral' | 'in_channel';
  readonly thread_ts?: string | undefined;
}

type ResponseContent = Pick<NewMessage, 'text' | 'blocks' | 'attachments'>;

function postNewMessage(workspace: Workspace, target: ResponseTarget, answer: NewResponse): void {
  const channel = workspace.directory.channel(target.channel);
  if (channel === undefined) throw new MethodError('channel_not_found');
  const { text, blocks, attachments } = answer;
  const threadTs = answer.thread_ts ?? target.threadTs;
  const post: NewMessage = { text, blocks, attachments, channel, author: 'bot', threadTs };
  if (answer.response_type === 'in_channel') postMessage(workspace, post);
  else postEphemeral(workspace, target.user, post);
}

function replaceOriginal(workspace: Workspace, { channel, original }: ResponseTarget, content: ResponseContent): void {
  const edit = { text: content.text, blocks: content.blocks ?? [], attachments: content.attachments ?? [] };
  if (original?.isEphemeral === true) {
    const ephemeral = workspace.ephemerals.get(original.ts);
    if (ephemeral !== undefined) editEphemeral(workspace, ephemeral, edit);
    return;
  }
  const message = workspace.messages.get(channel, original?.ts ?? '');
  if (message === undefined) throw new MethodError('message_not_found');
  editMessage(workspace, message, edit);
}

function deleteOriginal(workspace: Workspace, target: ResponseTarget): void {
  const channel = workspace.directory.channel(target.channel);
  if (channel === undefined || target.original === undefined) throw new MethodError('channel_not_found');
  const { ts, isEphemeral } = target.original;
  if (isEphemeral) {
    workspace.ephemerals.remove(ts);
    workspace.live.send({ type: 'ephemeral-deleted', channel: channel.id, ts }, { user: target.user });
    return;
  }
  const message = workspace.messages.get(channel.id, ts);
  if (message !== undefined) deleteMessage(workspace, message, channel);
}
