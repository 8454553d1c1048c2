import { type Approval, approvalOf } from '../../coordination/approvals/approval.ts';
import type { NewPost } from '../../coordination/outbox/post.ts';
import type { DocumentReads, DocumentStore } from '../../platform/document-store.ts';
import type { CurrentBatch } from '../documents/batch-document.ts';
import { approvalPost, type CardDetail } from './approval-card.ts';
import type { StallCard } from './batch-announcements.ts';
import { sealedAtOf } from './read-batch.ts';
import { readCardDetail } from './read-card-detail.ts';
import { readMissingGroups } from './read-missing-groups.ts';
import { readRetryErrors } from './read-retry-errors.ts';
import { readShownStall, type ShownStall, showsRequest, stallPost } from './shown-stall.ts';

/** The transaction that changes the card, and the store from which it counts players. */
export interface CardReads {
  readonly store: DocumentStore;
  readonly transaction: DocumentReads;
}

export interface CardView {
  readonly detail: CardDetail;
  /** The force-complete request that the card shows; undefined if the batch has none. */
  readonly approval: Approval | undefined;
  /** The result of the batch after its end, such as `119 of 136 players, partial`; null while the batch is running. */
  readonly outcome?: string | null;
  /** Why the approved batch could not be published; null if nothing failed. */
  readonly failure?: string | null;
  /** How the stall of the batch ended; undefined if it has not ended. */
  readonly end?: NonNullable<StallCard['end']> | undefined;
}

/**
 * Returns the posts that show the decision about a batch. While the batch is stalled, its stall, the incident of the stall
 * and the force-complete request share one message. A request without a stall has a message of its own. A batch with
 * neither has no such message.
 */
export async function batchCardPosts(
  { store, transaction }: CardReads,
  batch: CurrentBatch,
  view: CardView,
): Promise<readonly NewPost[]> {
  const stall = await readShownStall(transaction, batch);
  return await cardPostsOf(store, batch, { stall, view });
}

export interface StallView {
  readonly stall: ShownStall | undefined;
  readonly view: CardView;
}

/** Returns the same posts as `batchCardPosts`, for a caller that has read the stall of the batch. */
export async function cardPostsOf(
  store: DocumentStore,
  batch: CurrentBatch,
  { stall, view }: StallView,
): Promise<readonly NewPost[]> {
  const { approval, detail, outcome = null, failure = null, end } = view;
  const isOnStall = stall !== undefined && approval !== undefined && showsRequest(stall, approval.approval_id);
  const own = approval === undefined || isOnStall ? [] : [approvalPost(approval, detail, { outcome, failure })];
  if (stall === undefined || (stall.card.end !== null && !isOnStall)) return own;
  const progress = await progressOnCard(store, batch, { stall, detail });
  const request = isOnStall ? requestOnCard(approval) : {};
  return [...own, stallPost(stall, { ...progress, ...request, failure, ...(end === undefined ? {} : { end }) })];
}

/**
 * Returns the card of an approved or stalled batch, with the reason why the batch could not be published. With the reason
 * null, the card no longer shows one. Returns nothing for a batch without such a card.
 */
export async function failureOnCard(
  { store, transaction }: CardReads,
  batch: CurrentBatch,
  failure: string | null,
): Promise<readonly NewPost[]> {
  const found = await approvalOf(transaction, batch);
  const approval = found?.state === 'approved' ? found : undefined;
  const stall = await readShownStall(transaction, batch);
  const isOver = stall === undefined || stall.card.end !== null;
  if (approval === undefined && isOver) return [];
  const detail = await readCardDetail(store, batch, sealedAtOf(batch));
  return await cardPostsOf(store, batch, { stall, view: { approval, detail, failure } });
}

/** The current numbers and missing players of a batch, for the card of its stall. */
export async function progressOnCard(
  store: DocumentStore,
  batch: CurrentBatch,
  { stall, detail }: { readonly stall: Pick<ShownStall, 'ruledOut'>; readonly detail: CardDetail },
): Promise<Pick<StallCard, 'done' | 'expected' | 'missing_total' | 'groups'>> {
  const { done, expected, unpredicted_total: missing_total } = detail;
  const errors = await readRetryErrors(store, batch.batch_id);
  const groups = await readMissingGroups(store, batch, { ruledOut: stall.ruledOut, errors, done });
  return { done, expected, missing_total, groups };
}

/** A force-complete request as the card of a stall shows it. */
export function requestOnCard(approval: Approval): Pick<StallCard, 'request' | 'needed'> {
  const { approval_id, state, edition, requested_by, decided_by, consents, lapsed, needed } = approval;
  const approved_by = consents.map(({ name }) => name);
  const lapsed_for = lapsed.filter((name) => !approved_by.includes(name));
  return { needed, request: { approval_id, state, edition, requested_by, decided_by, approved_by, lapsed_for } };
}
