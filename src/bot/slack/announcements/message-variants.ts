import type { ImageBlock, KnownBlock } from '@slack/types';
import { type Picture, withoutTables } from '../messages/slack-message.ts';

/** One way to render a message. */
export interface MessageVariant {
  readonly blocks: KnownBlock[];
  /** False if the message's picture is left out. */
  readonly isComplete: boolean;
}

/** A picture and the id of its file in Slack; undefined if the upload failed. */
export type PictureFile = Picture & { readonly fileId: string | undefined };

/**
 * The variants of a message, best first. Each is tried if Slack rejected the one before. Slack rejects a file right after its upload with
 * the same error as an unknown block, so the picture is left out before the tables are.
 */
export function messageVariants(
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
