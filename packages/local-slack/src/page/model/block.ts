import * as z from 'zod';
import { BlockElement, PageImage, TextObject } from './block-element.ts';
import { RichTextBlock } from './rich-text-block.ts';

const block_id = z.string().default('');

const PageCell = z.discriminatedUnion('type', [
  z.object({ type: z.literal('raw_text'), text: z.string() }),
  z.object({ type: z.literal('raw_number'), value: z.number(), text: z.string().optional() }),
  RichTextBlock,
]);
export type PageCell = z.infer<typeof PageCell>;

const PageTableBlock = z.object({
  type: z.enum(['table', 'data_table']),
  block_id,
  rows: z.array(z.array(PageCell)),
  column_settings: z
    .array(
      z
        .object({ align: z.enum(['left', 'center', 'right']).optional(), is_wrapped: z.boolean().optional() })
        .nullable(),
    )
    .default([]),
  caption: z.string().optional(),
  page_size: z.number().int().min(1).default(5),
  row_header_column_index: z.number().default(0),
});
export type PageTableBlock = z.infer<typeof PageTableBlock>;

const InputBlock = z.object({
  type: z.literal('input'),
  block_id,
  label: TextObject,
  hint: TextObject.optional(),
  optional: z.boolean().default(false),
  dispatch_action: z.boolean().default(false),
  element: BlockElement,
});
export type InputBlock = z.infer<typeof InputBlock>;

const SectionBlock = z.object({
  type: z.literal('section'),
  block_id,
  text: TextObject.optional(),
  fields: z.array(TextObject).default([]),
  accessory: BlockElement.optional(),
});
export type SectionBlock = z.infer<typeof SectionBlock>;

const ContextBlock = z.object({
  type: z.literal('context'),
  block_id,
  elements: z.array(z.discriminatedUnion('type', [PageImage, TextObject])),
});
export type ContextBlock = z.infer<typeof ContextBlock>;

const KnownBlock = z.discriminatedUnion('type', [
  SectionBlock,
  ContextBlock,
  InputBlock,
  PageTableBlock,
  z.object({ ...RichTextBlock.shape, block_id }),
  z.object({ ...PageImage.shape, block_id, title: TextObject.optional() }),
  z.object({ type: z.literal('actions'), block_id, elements: z.array(BlockElement) }),
  z.object({ type: z.literal('header'), block_id, text: TextObject }),
  z.object({ type: z.literal('divider'), block_id }),
  z.object({ type: z.literal('markdown'), block_id, text: z.string() }),
  z.object({
    type: z.literal('alert'),
    block_id,
    text: TextObject,
    level: z.enum(['default', 'info', 'warning', 'error', 'success']).default('default'),
  }),
]);

/** A block of a type that the page does not draw. */
interface UnknownBlock {
  readonly type: 'unknown';
  readonly block_id: string;
  readonly name: string;
}
export type PageBlock = z.infer<typeof KnownBlock> | UnknownBlock;

/** Parses each block separately, so that an invalid block does not hide the valid ones. */
export function readBlocks(
  raw: readonly { readonly type: string; readonly block_id?: string | undefined }[],
): PageBlock[] {
  return raw.map((block, index) => {
    const named = { ...block, block_id: block.block_id ?? String(index) };
    const read = KnownBlock.safeParse(named);
    return read.success ? read.data : { type: 'unknown', block_id: named.block_id, name: block.type };
  });
}

/** Returns the interactive elements of a block. */
export function elementsOf(block: PageBlock): readonly BlockElement[] {
  if ('accessory' in block) return block.accessory === undefined ? [] : [block.accessory];
  if ('element' in block) return [block.element];
  return block.type === 'actions' ? block.elements : [];
}
