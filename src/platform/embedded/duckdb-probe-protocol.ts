import * as z from 'zod';

export type DuckdbProbeRequest =
  /** A request to find out whether another process has the DuckDB file open. */
  | { readonly kind: 'hold'; readonly path: string }
  /** A request to read every value of every table in the DuckDB file. */
  | { readonly kind: 'read'; readonly path: string; readonly rowsById: string }
  /** A request to copy the readable rows of the DuckDB file into a new file. */
  | { readonly kind: 'salvage'; readonly path: string; readonly to: string };

const ProbedTable = z.object({
  /** `schema.table` */
  table: z.string(),
  rows: z.number(),
  /** The number of unreadable rows, as far as they can be counted. */
  lost: z.number(),
  fault: z.string().nullable(),
});
export type ProbedTable = z.infer<typeof ProbedTable>;

const DuckdbContent = z.object({
  tables: z.array(ProbedTable),
  migrations: z.array(z.string()),
  /** The ids and numbers of rows that the request's SQL query `rowsById` returned; null when the query failed. */
  rows_by_id: z.array(z.tuple([z.string(), z.number()])).nullable(),
});
export type DuckdbContent = z.infer<typeof DuckdbContent>;

export const DuckdbProbeReply = z.discriminatedUnion('type', [
  DuckdbContent.extend({ type: z.literal('readable') }),
  z.object({ type: z.literal('unreadable'), fault: z.string() }),
  /** Another process has the DuckDB file open. `pid` is 0 when DuckDB does not name that process. */
  z.object({ type: z.literal('held'), pid: z.number() }),
]);
export type DuckdbProbeReply = z.infer<typeof DuckdbProbeReply>;
