import * as z from 'zod';
import {
  type Collection,
  type DocumentRef,
  type DocumentStore,
  STORE_TIME,
  type Transaction,
} from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import type { Post } from './post.ts';

/** Proves that the channel showed one version of a post, and keeps what it showed. */
const Receipt = z.object({
  post_key: z.string(),
  version: z.number().int(),
  /** The announcement as JSON. It is null in a query that does not name it. */
  content: z.string().nullable(),
  /** The time at which the channel first confirmed that it shows the version. */
  shown_at: Instant,
  /** `read`: the module that asked for the receipt no longer needs it. */
  state: z.enum(['unread', 'read']),
});
export type Receipt = z.infer<typeof Receipt>;

export const RECEIPTS: Collection<Receipt> = {
  name: 'post_receipts',
  schema: Receipt,
  indexes: [['state'], ['post_key']],
  texts: ['content'],
  times: ['shown_at'],
};

/**
 * Prepares the receipt of a version that the channel shows. Returns a function that writes it, because a transaction
 * reads before it writes. Only the first receipt of a version is stored.
 */
export async function prepareReceipt(transaction: Transaction, shown: Post): Promise<() => void> {
  const ref = receiptRef(shown);
  if (shown.receipt === 'none' || (await transaction.get(ref)) !== undefined) return () => undefined;
  const { key: post_key, wanted_version: version, wanted: content } = shown;
  const receipt = { post_key, version, content, shown_at: STORE_TIME, state: 'unread' } as const;
  return () => transaction.create(ref, receipt);
}

/** Reads the receipts that are not marked as read, in the order of their posts and versions. */
export async function unreadReceipts(store: DocumentStore): Promise<readonly Receipt[]> {
  const found = await store.query({ collection: RECEIPTS }, { where: [['state', '==', 'unread']], texts: ['content'] });
  return found.map(({ data }) => data).toSorted(byVersion);
}

/** Reads the receipts of one post, the oldest version first. */
export async function receiptsOf(store: DocumentStore, postKey: string): Promise<readonly Receipt[]> {
  const query = { where: [['post_key', '==', postKey]], texts: ['content'] } as const;
  const found = await store.query({ collection: RECEIPTS }, query);
  return found.map(({ data }) => data).toSorted(byVersion);
}

/** Marks receipts as read. Repeating an interrupted call is safe. */
export async function markRead(store: DocumentStore, receipts: readonly Receipt[]): Promise<void> {
  await store.transaction(async (transaction) => {
    for (const { post_key: key, version: wanted_version } of receipts)
      transaction.update(receiptRef({ key, wanted_version }), { state: 'read' });
  });
}

function receiptRef({ key, wanted_version }: Pick<Post, 'key' | 'wanted_version'>): DocumentRef<Receipt> {
  return { collection: RECEIPTS, id: `${key}-v${wanted_version}` };
}

function byVersion(a: Receipt, b: Receipt): number {
  return a.post_key.localeCompare(b.post_key) || a.version - b.version;
}
