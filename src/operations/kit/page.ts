import { wholeNumber } from './input/whole-number.ts';

/**
 * The size limit of the items of one page, in bytes of JSON. A reply of an MCP tool contains its data twice, as text and
 * as structured content, so the whole reply stays below `MAX_REPLY_BYTES`.
 */
const PAGE_BYTES = 9_000;
const MOST_ITEMS = 200;
const LAST_CURSOR = 1_000_000;

/** The input `limit` of an operation that replies in pages. */
export const PageLimit = wholeNumber({
  what: 'a number of rows',
  min: 1,
  max: MOST_ITEMS,
  works: `write a whole number from 1 to ${MOST_ITEMS}`,
});

/** The input `cursor` of an operation that replies in pages: the number of items before the page. */
export const PageCursor = wholeNumber({
  what: 'a cursor',
  min: 0,
  max: LAST_CURSOR,
  works: 'copy it from `next` of the reply before',
})
  .default(0)
  .describe('from `next`');

/** Returns the first items whose JSON fits on a page. One item always fits. */
export function fittingItems<T>(items: readonly T[]): readonly T[] {
  let bytes = 0;
  const end = items.findIndex((item) => {
    bytes += Buffer.byteLength(JSON.stringify(item)) + 1;
    return bytes > PAGE_BYTES;
  });
  return end === -1 ? items : items.slice(0, Math.max(1, end));
}

export interface Page<T> {
  readonly items: readonly T[];
  /** The cursor of the next page; null on the last page. */
  readonly nextCursor: number | null;
}

/** Returns the page of a whole list that starts at `cursor`, with at most `limit` items that fit on a page. */
export function pageOf<T>(
  all: readonly T[],
  { cursor, limit }: { readonly cursor: number; readonly limit: number },
): Page<T> {
  const items = fittingItems(all.slice(cursor, cursor + limit));
  const end = cursor + items.length;
  return { items, nextCursor: items.length > 0 && end < all.length ? end : null };
}
