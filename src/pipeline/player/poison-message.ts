import * as z from 'zod';
import { type Collection, type DocumentStore, STORE_TIME } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import type { Delivery } from '../../platform/queue.ts';

const MAX_BODY_CHARACTERS = 2_000;

/** A message that can never succeed. It is kept once, so that a person can look at it. */
const PoisonMessage = z.object({
  message_id: z.string(),
  reason: z.string(),
  /** Cut after 2,000 characters. */
  body: z.string(),
  received_at: Instant,
});
export type PoisonMessage = z.infer<typeof PoisonMessage>;

export const POISON_MESSAGES: Collection<PoisonMessage> = {
  name: 'poison_messages',
  schema: PoisonMessage,
  indexes: [],
  texts: [],
  times: ['received_at'],
};

/** Records the message once for all its deliveries. Resolves to `created` for the first. */
export function recordPoison(store: DocumentStore, delivery: Delivery, reason: string): Promise<'created' | 'exists'> {
  return store.create(
    { collection: POISON_MESSAGES, id: encodeURIComponent(delivery.messageId).slice(0, 400) },
    {
      message_id: delivery.messageId,
      reason,
      body: delivery.body.slice(0, MAX_BODY_CHARACTERS),
      received_at: STORE_TIME,
    },
  );
}
