import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import { DeliveryClass } from './delivery-class.ts';

const ReasonCount = z.object({
  class: DeliveryClass,
  reason: z.string().nullable(),
  deliveries: z.number().int(),
});
export type ReasonCount = Readonly<z.infer<typeof ReasonCount>>;

/** A request that was delivered without an answer. */
const RepeatedRequest = z.object({
  player_lookup: z.string(),
  /** The attempt number of the request. */
  attempt: z.number().int(),
  /** The highest number of deliveries of the request that this process knows of. */
  deliveries: z.number().int(),
  /** The class and the reason of its newest delivery. */
  class: DeliveryClass,
  reason: z.string(),
});
export type RepeatedRequest = Readonly<z.infer<typeof RepeatedRequest>>;

/**
 * The deliveries of a batch's prediction requests that one process handled within one minute, counted by class and
 * reason. A batch of 10,000 players has one such document for each minute and process, instead of 10,000 records.
 */
const DeliveryCounts = z.object({
  /** The batch of the requests; null for poison messages, which name none. */
  batch_id: z.string().nullable(),
  /** The start of the minute. */
  minute: Instant,
  counts: z.array(ReasonCount),
  /** The unanswered requests with the most deliveries. */
  repeated: z.array(RepeatedRequest),
});
export type DeliveryCounts = Readonly<z.infer<typeof DeliveryCounts>>;

export const DELIVERY_COUNTS: Collection<DeliveryCounts> = {
  name: 'delivery_counts',
  schema: DeliveryCounts,
  indexes: [['minute']],
  texts: [],
  times: ['minute'],
};

/** `processId` is unique for each start of a process, so no other process writes the document. */
export function deliveryCountsRef(
  { batch_id, minute }: Pick<DeliveryCounts, 'batch_id' | 'minute'>,
  processId: string,
): DocumentRef<DeliveryCounts> {
  return { collection: DELIVERY_COUNTS, id: `${minute}_${batch_id ?? 'no-batch'}_${processId}` };
}
