import * as z from 'zod';

/** Where a chain stands, or stood: its newest record. */
export const Head = z.object({ chain: z.string(), seq: z.number().int(), hash: z.string() });
export type Head = Readonly<z.infer<typeof Head>>;

/** One line, as heads are kept elsewhere. */
export function headText({ chain, seq, hash }: Head): string {
  return `${chain}:${seq}:${hash}`;
}
