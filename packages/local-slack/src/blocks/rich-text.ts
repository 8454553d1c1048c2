import * as z from 'zod';
import { BlockId } from './composition.ts';

const Style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
    underline: z.boolean().optional(),
  })
  .optional();
const Border = z.union([z.literal(0), z.literal(1)]).optional();

const Text = z.strictObject({ type: z.literal('text'), text: z.string().min(1), style: Style });
const Link = z.strictObject({
  type: z.literal('link'),
  url: z.string().min(1),
  text: z.string().optional(),
  unsafe: z.boolean().optional(),
  style: Style,
});

const Inline = z.discriminatedUnion('type', [
  Text,
  Link,
  z.strictObject({ type: z.literal('emoji'), name: z.string(), unicode: z.string().optional(), style: Style }),
  z.strictObject({ type: z.literal('user'), user_id: z.string(), style: Style }),
  z.strictObject({ type: z.literal('usergroup'), usergroup_id: z.string(), style: Style }),
  z.strictObject({ type: z.literal('channel'), channel_id: z.string(), style: Style }),
  z.strictObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']), style: Style }),
  z.strictObject({ type: z.literal('color'), value: z.string(), style: Style }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.int(),
    format: z.string().min(1),
    url: z.string().optional(),
    fallback: z.string().optional(),
    style: Style,
  }),
]);

const Section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(Inline) });

export const RichText = z.strictObject({
  type: z.literal('rich_text'),
  block_id: BlockId,
  elements: z
    .array(
      z.discriminatedUnion('type', [
        Section,
        z.strictObject({
          type: z.literal('rich_text_list'),
          elements: z.array(Section),
          style: z.enum(['bullet', 'ordered']),
          indent: z.int().min(0).max(8).optional(),
          offset: z.int().min(0).optional(),
          border: Border,
        }),
        z.strictObject({
          type: z.literal('rich_text_preformatted'),
          elements: z.array(z.discriminatedUnion('type', [Text, Link])),
          border: Border,
        }),
        z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(Inline), border: Border }),
      ]),
    )
    .min(1),
});
