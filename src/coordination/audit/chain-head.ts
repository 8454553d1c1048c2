import * as z from 'zod';

/** Where a chain stands, or stood: its newest record. */
export const ChainHead = z.object({ chain: z.string(), seq: z.number().int(), hash: z.string() });
export type ChainHead = Readonly<z.infer<typeof ChainHead>>;

/** One line, as heads are kept elsewhere. */
export function headText({ chain, seq, hash }: ChainHead): string {
  return `${chain}:${seq}:${hash}`;
}
