import * as z from 'zod';

/** Schema of an opaque pagination cursor, as in Slack. A cursor encodes a position; an empty cursor means the start. */
export const cursorArgument = z
  .string()
  .optional()
  .transform((text, context) => {
    if (text === undefined || text === '') return 0;
    const position = /^next:(\d{1,9})$/.exec(Buffer.from(text, 'base64').toString('utf8'))?.[1];
    if (position !== undefined) return Number(position);
    context.addIssue({ code: 'custom', message: 'invalid_cursor' });
    return z.NEVER;
  });

interface PageRequest {
  readonly cursor: number;
  readonly limit: number;
}

export function pageOf<T>(all: readonly T[], { cursor, limit }: PageRequest) {
  const end = cursor + limit;
  const next = end < all.length ? Buffer.from(`next:${end}`).toString('base64') : '';
  return { items: all.slice(cursor, end), metadata: { next_cursor: next } };
}
