import * as z from 'zod';
import { type Collection, type DocumentStore, STORE_TIME } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import type { Delivery } from '../../platform/queue.ts';

const MAX_BODY_CHARACTERS = 2_000;

/** A queue message that can never succeed. It is stored so that a person can look at it. */
const PoisonMessage = z.object({
  message_id: z.string(),
  reason: z.string(),
  /** The body of the poison message, cut after 2,000 characters. */
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

/** Stores a poison message once, even if it is delivered several times. Resolves to `created` at its first delivery. */
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
