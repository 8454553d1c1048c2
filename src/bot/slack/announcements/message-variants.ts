import type { ImageBlock, KnownBlock } from '@slack/types';
import { type Picture, withoutTables } from '../messages/slack-message.ts';

/** One way to render a message. */
export interface MessageVariant {
  readonly blocks: KnownBlock[];
  /** False if the message is rendered without its picture. */
  readonly isComplete: boolean;
}

/** A picture and the id of its file in Slack. The id is undefined if the upload failed. */
export type PictureFile = Picture & { readonly fileId: string | undefined };

/**
 * Returns the ways to render a message, best first. The caller tries the next variant if Slack rejects one. The picture
 * is left out before the tables, because Slack may reject a new file. The last variant has no blocks, so that Slack
 * shows the text of the message.
 */
export function messageVariants(
  blocks: readonly KnownBlock[],
  picture: PictureFile | undefined,
): readonly MessageVariant[] {
  return [...variantsWithBlocks(blocks, picture), complete([])];
}

function variantsWithBlocks(
  blocks: readonly KnownBlock[],
  picture: PictureFile | undefined,
): readonly MessageVariant[] {
  const plain = withoutTables(blocks);
  if (picture === undefined) return [complete(blocks), complete(plain)];
  const { fileId } = picture;
  const withoutPicture = [blocks, plain].map((each) => ({ blocks: [...each], isComplete: false }));
  if (fileId === undefined) return withoutPicture;
  const withPicture = [blocks, plain].map((each) =>
    complete(each.toSpliced(picture.at, 0, imageBlock(picture, fileId))),
  );
  return withPicture.flatMap((each, index) => [each, ...withoutPicture.slice(index, index + 1)]);
}

function complete(blocks: readonly KnownBlock[]): MessageVariant {
  return { blocks: [...blocks], isComplete: true };
}

function imageBlock({ altText }: Picture, fileId: string): ImageBlock {
  return { type: 'image', slack_file: { id: fileId }, alt_text: altText };
}
