import { extname } from 'node:path';
import * as z from 'zod';
import type { SlackFile } from '../messages/message.ts';
import { messageBlocks, postMessage } from '../messages/post-message.ts';
import { MethodError } from '../method-error.ts';
import type { Workspace } from '../workspace.ts';
import { channelToPostTo } from './channel-argument.ts';
import { IdArgument, JsonArgument, type Method, method } from './method.ts';

const MAX_FILE_BYTES = 20_000_000;
const MS_PER_SECOND = 1_000;

/** MIME types by file extension. A file with any other extension counts as binary data. */
const MIME_TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  csv: 'text/csv',
  txt: 'text/plain',
  md: 'text/markdown',
  json: 'application/json',
  pdf: 'application/pdf',
};

const getUploadUrl = method({
  scopes: ['files:write'],
  args: z.object({ filename: z.string().min(1).max(255), length: z.coerce.number().int().min(1) }),
  run: (workspace, args) => {
    if (args.length > MAX_FILE_BYTES) throw new MethodError('file_too_large');
    const id = workspace.newId('F');
    workspace.uploads.begin(id, { name: args.filename, length: args.length });
    return { upload_url: `${workspace.origin}/upload/${id}`, file_id: id };
  },
});

const complete = method({
  scopes: ['files:write'],
  args: z.object({
    files: JsonArgument.pipe(
      z
        .array(z.object({ id: IdArgument, title: z.string().max(255).optional() }))
        .min(1)
        .max(10),
    ),
    channel_id: IdArgument.optional(),
    thread_ts: IdArgument.optional(),
    initial_comment: z.string().optional(),
    blocks: JsonArgument,
  }),
  run: (workspace, args) => {
    const channel = args.channel_id === undefined ? undefined : channelToPostTo(workspace, args.channel_id);
    const blocks = messageBlocks(workspace, args.blocks);
    const files = args.files.map((file) => keepFile(workspace, file));
    if (channel !== undefined)
      postMessage(workspace, {
        channel,
        author: 'bot',
        text: args.initial_comment ?? '',
        blocks,
        files,
        threadTs: args.thread_ts,
      });
    return { files };
  },
});

const info = method({
  scopes: ['files:read'],
  args: z.object({ file: IdArgument }),
  run: (workspace, args) => {
    const stored = workspace.files.get(args.file);
    if (stored === undefined) throw new MethodError('file_not_found');
    return { file: stored.file };
  },
});

export const FILE_METHODS = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': complete,
  'files.info': info,
} satisfies Record<string, Method>;

function keepFile(
  workspace: Workspace,
  { id, title }: { readonly id: string; readonly title?: string | undefined },
): SlackFile {
  const upload = workspace.uploads.take(id);
  if (upload === undefined) throw new MethodError('file_not_found');
  const { name, bytes } = upload;
  const filetype = extname(name).slice(1).toLowerCase();
  const url = `${workspace.origin}/files/${id}/${encodeURIComponent(name)}`;
  const file: SlackFile = {
    id,
    name,
    title: title ?? name,
    mimetype: MIME_TYPES[filetype] ?? 'application/octet-stream',
    filetype: filetype === '' ? 'binary' : filetype,
    size: bytes.length,
    user: workspace.identity.bot.user,
    created: Math.floor(workspace.clock.now() / MS_PER_SECOND),
    url_private: url,
    url_private_download: url,
  };
  workspace.files.put({ file, bytes });
  return file;
}
