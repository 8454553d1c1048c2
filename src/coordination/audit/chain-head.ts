import * as z from 'zod';

const HEAD_TEXT = /^([\w-]{1,100}):(\d{1,10}):([0-9a-f]{64})$/;

/** Identifies the record that is, or once was, the newest of an audit chain. */
export const ChainHead = z.object({ chain: z.string(), seq: z.number().int(), hash: z.string() });
export type ChainHead = Readonly<z.infer<typeof ChainHead>>;

/** Formats an audit head as one line of text, so that people can keep it outside the store. */
export function headText({ chain, seq, hash }: ChainHead): string {
  return `${chain}:${seq}:${hash}`;
}

export const HeadText = z.string().regex(HEAD_TEXT);

/** Parses an audit head that `headText` formatted. Returns undefined for any other text. */
export function headFromText(text: string): ChainHead | undefined {
  const [, chain, seq, hash] = HEAD_TEXT.exec(text) ?? [];
  return chain === undefined || hash === undefined ? undefined : { chain, seq: Number(seq), hash };
}
