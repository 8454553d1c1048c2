import type { ImageBlock, KnownBlock } from '@slack/types';
import { type Picture, withoutTables } from '../messages/rendered.ts';

/** One way to say a message. */
export interface MessageForm {
  readonly blocks: KnownBlock[];
  /** False where a picture that belongs to it is left out. */
  readonly isWhole: boolean;
}

/** A picture and the file that Slack keeps it in, when it took it. */
export type PictureFile = Picture & { readonly fileId: string | undefined };

/**
 * The ways to say a message, the best first: each is for a Slack that did not understand the one before. A file that was just taken is
 * refused for a moment like a block that is not known, so the picture is left out before the tables are.
 */
export function messageForms(blocks: readonly KnownBlock[], picture: PictureFile | undefined): readonly MessageForm[] {
  const plain = withoutTables(blocks);
  if (picture === undefined) return [whole(blocks), whole(plain)];
  const { fileId } = picture;
  const lacking = [blocks, plain].map((each) => ({ blocks: [...each], isWhole: false }));
  if (fileId === undefined) return lacking;
  const shown = [blocks, plain].map((each) => whole(each.toSpliced(picture.at, 0, imageBlock(picture, fileId))));
  return shown.flatMap((each, index) => [each, ...lacking.slice(index, index + 1)]);
}

function whole(blocks: readonly KnownBlock[]): MessageForm {
  return { blocks: [...blocks], isWhole: true };
}

function imageBlock({ altText }: Picture, fileId: string): ImageBlock {
  return { type: 'image', slack_file: { id: fileId }, alt_text: altText };
}
