import * as z from 'zod';

export type DuckdbProbeRequest =
  /** Asks whether another process has the file open. */
  | { readonly kind: 'hold'; readonly path: string }
  /** Reads every value of every table in the file. */
  | { readonly kind: 'read'; readonly path: string; readonly rowsById: string }
  /** Copies the rows that can be read into a new file. */
  | { readonly kind: 'salvage'; readonly path: string; readonly to: string };

const ProbedTable = z.object({
  /** `schema.table` */
  table: z.string(),
  rows: z.number(),
  /** The number of rows that cannot be read, as far as they can be counted. */
  lost: z.number(),
  fault: z.string().nullable(),
});
export type ProbedTable = z.infer<typeof ProbedTable>;

const DuckdbContent = z.object({
  tables: z.array(ProbedTable),
  migrations: z.array(z.string()),
  /** The result of the `rowsById` query; null when the query fails. */
  rows_by_id: z.array(z.tuple([z.string(), z.number()])).nullable(),
});
export type DuckdbContent = z.infer<typeof DuckdbContent>;

export const DuckdbProbeReply = z.discriminatedUnion('type', [
  DuckdbContent.extend({ type: z.literal('readable') }),
  z.object({ type: z.literal('unreadable'), fault: z.string() }),
  /** `pid` is 0 when DuckDB does not name the process that has the file open. */
  z.object({ type: z.literal('held'), pid: z.number() }),
]);
export type DuckdbProbeReply = z.infer<typeof DuckdbProbeReply>;
