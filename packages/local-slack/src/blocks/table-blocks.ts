import * as z from 'zod';
import { BlockId } from './composition.ts';
import { RichText } from './rich-text.ts';

const MAX_COLUMNS = 20;

const Cell = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('raw_text'), text: z.string() }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string() }),
  RichText,
]);
const Row = z.array(Cell).min(1).max(MAX_COLUMNS);

export const TableBlock = z.strictObject({
  type: z.literal('table'),
  block_id: BlockId,
  rows: z.array(Row).min(1).max(100),
  column_settings: z
    .array(
      z
        .strictObject({ align: z.enum(['left', 'center', 'right']).optional(), is_wrapped: z.boolean().optional() })
        .nullable(),
    )
    .max(MAX_COLUMNS)
    .optional(),
});

/** A `data_table` block. It has one header row and at most 100 rows of data. */
export const DataTable = z.strictObject({
  type: z.literal('data_table'),
  block_id: BlockId,
  caption: z.string().min(1),
  rows: z.array(Row).min(2).max(101),
  page_size: z.int().min(1).max(100).optional(),
  row_header_column_index: z
    .int()
    .min(0)
    .max(MAX_COLUMNS - 1)
    .optional(),
});
