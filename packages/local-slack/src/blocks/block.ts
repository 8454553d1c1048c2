import * as z from 'zod';
import { anyText, BlockId, isOnePicture, ONE_PICTURE, picture, plainText, SectionText } from './composition.ts';
import { Accessory, ActionsElement, ImageElement, InputElement } from './elements.ts';
import { RichText } from './rich-text.ts';
import { DataTable, TableBlock } from './table-blocks.ts';

const base = { block_id: BlockId };

const ContextElement = z.discriminatedUnion('type', [...anyText(3_000).options, ImageElement]);

const EVERYWHERE = [
  z
    .strictObject({
      type: z.literal('section'),
      ...base,
      text: SectionText.optional(),
      fields: z.array(anyText(2_000)).min(1).max(10).optional(),
      accessory: Accessory.optional(),
      expand: z.boolean().optional(),
    })
    .refine(({ text, fields }) => text !== undefined || fields !== undefined, 'must define either text or fields'),
  z.strictObject({ type: z.literal('actions'), ...base, elements: z.array(ActionsElement).min(1).max(25) }),
  z.strictObject({ type: z.literal('context'), ...base, elements: z.array(ContextElement).min(1).max(10) }),
  z.strictObject({ type: z.literal('divider'), ...base }),
  z.strictObject({ type: z.literal('header'), ...base, text: plainText(150), level: z.int().min(1).max(4).optional() }),
  z
    .strictObject({ type: z.literal('image'), ...base, ...picture, title: plainText(2_000).optional() })
    .refine(isOnePicture, ONE_PICTURE),
  z.strictObject({
    type: z.literal('input'),
    ...base,
    label: plainText(2_000),
    hint: plainText(2_000).optional(),
    optional: z.boolean().default(false),
    dispatch_action: z.boolean().default(false),
    element: InputElement,
  }),
  RichText,
] as const;

const ViewBlock = z.discriminatedUnion('type', EVERYWHERE);

const MessageBlock = z.discriminatedUnion('type', [
  ...EVERYWHERE,
  z.strictObject({ type: z.literal('markdown'), ...base, text: z.string().min(1).max(12_000) }),
  TableBlock,
  DataTable,
]);

export const MessageBlocks = z.array(MessageBlock).max(50);
export const ViewBlocks = z.array(ViewBlock).max(100);

/** Any block that a message may contain. */
export type Block = z.infer<typeof MessageBlock>;
