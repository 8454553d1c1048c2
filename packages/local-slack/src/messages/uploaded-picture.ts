import type { SlackFileReference } from '../blocks/composition.ts';
import type { Workspace } from '../workspace.ts';

/** The MIME types of pictures that Slack shows in an image block. */
const PICTURES = ['image/png', 'image/jpeg', 'image/gif'];
const FILE_OF_URL = /\/files\/(F\w+)\//;

/** Returns whether an image block may show this file. The file must be a picture with a completed upload. */
export function isUploadedPicture({ files }: Workspace, { id, url }: SlackFileReference): boolean {
  const stored = files.get(id ?? FILE_OF_URL.exec(url ?? '')?.[1] ?? '');
  return stored !== undefined && PICTURES.includes(stored.file.mimetype);
}
