import * as z from 'zod';

/** The newest record of a chain, now or at an earlier time. */
export const ChainHead = z.object({ chain: z.string(), seq: z.number().int(), hash: z.string() });
export type ChainHead = Readonly<z.infer<typeof ChainHead>>;

/** A head as one line of text, for keeping outside the store. */
export function headText({ chain, seq, hash }: ChainHead): string {
  return `${chain}:${seq}:${hash}`;
}
