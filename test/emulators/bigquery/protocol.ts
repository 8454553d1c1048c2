import * as z from 'zod';
import type { ColumnType } from '#src/platform/warehouse.ts';

/** What the loopback BigQuery understands of the REST interface's requests. */
const TYPES = ['STRING', 'INT64', 'FLOAT64', 'BOOL', 'DATE', 'TIMESTAMP'] as const satisfies readonly ColumnType[];
export const Name = z.string().regex(/^[A-Za-z_]\w*$/);

const QueryConfiguration = z.object({
  query: z.string(),
  useLegacySql: z.literal(false).optional(),
  parameterMode: z.string().optional(),
  maximumBytesBilled: z.string().optional(),
  queryParameters: z
    .array(
      z.object({
        name: z.string(),
        parameterType: z.object({ type: z.enum(TYPES) }),
        parameterValue: z.object({ value: z.string().optional() }),
      }),
    )
    .default([]),
});
export type QueryConfiguration = z.infer<typeof QueryConfiguration>;

const LoadConfiguration = z.object({
  destinationTable: z.object({ datasetId: Name, tableId: Name }),
  sourceFormat: z.literal('NEWLINE_DELIMITED_JSON'),
  writeDisposition: z.literal('WRITE_TRUNCATE'),
  createDisposition: z.literal('CREATE_IF_NEEDED'),
  schema: z.object({
    fields: z.array(z.object({ name: Name, type: z.enum(TYPES), mode: z.enum(['REQUIRED', 'NULLABLE']) })),
  }),
  timePartitioning: z.object({ type: z.literal('DAY'), field: z.string() }).optional(),
});
export type LoadConfiguration = z.infer<typeof LoadConfiguration>;

export const JobRequest = z.object({
  jobReference: z.object({ jobId: z.string().regex(/^[\w-]{1,1024}$/) }),
  configuration: z.object({
    dryRun: z.boolean().optional(),
    labels: z.record(z.string(), z.string().regex(/^[a-z0-9_-]{0,63}$/)).optional(),
    query: QueryConfiguration.optional(),
    load: LoadConfiguration.extend({ labels: z.record(z.string(), z.string()).optional() }).optional(),
  }),
});
export type JobRequest = z.infer<typeof JobRequest>;

/** A refusal in the form of the REST interface. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly reason: string;

  constructor({
    status,
    reason,
    message,
  }: { readonly status: number; readonly reason: string; readonly message: string }) {
    super(message);
    this.status = status;
    this.reason = reason;
  }

  get body() {
    const { message, reason } = this;
    return { error: { code: this.status, message, errors: [{ reason, message, domain: 'global' }] } };
  }
}

export function notFound(what: string): Refusal {
  return new Refusal({ status: 404, reason: 'notFound', message: `Not found: ${what}` });
}
