import * as z from 'zod';
import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { auditedTransaction } from '../../coordination/audit/open-audit.ts';
import { reportIncidentIn } from '../../coordination/incidents/save-incident.ts';
import { type Collection, type DocumentStore, STORE_TIME } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import type { Delivery } from '../../platform/queue.ts';
import { poisonIncidentKey, poisonReport } from './poison-incident.ts';

const MAX_BODY_CHARACTERS = 2_000;

/** A queue message that can never succeed. It is stored so that a person can look at it. */
const PoisonMessage = z.object({
  message_id: z.string(),
  reason: z.string(),
  /** The body of the poison message, cut after 2,000 characters. */
  body: z.string(),
  received_at: Instant,
  /** The key of the incident of this message; null for messages that an earlier release of Tipoff recorded. */
  incident: z.string().nullable().default(null),
});
export type PoisonMessage = z.infer<typeof PoisonMessage>;

export const POISON_MESSAGES: Collection<PoisonMessage> = {
  name: 'poison_messages',
  schema: PoisonMessage,
  indexes: [['received_at']],
  texts: [],
  times: ['received_at'],
};

export interface PoisonDeps {
  readonly store: DocumentStore;
  readonly auditContext: AuditContext;
  /** The people whom the incident of a poison message mentions, by Slack id or name. */
  readonly peopleToCall: readonly string[];
}

/**
 * Stores a poison message and opens its incident, once, even if the message is delivered several times. Resolves to
 * `created` at its first delivery. A person who resolves the incident dismisses the message.
 */
export async function recordPoison(
  { store, auditContext, peopleToCall }: PoisonDeps,
  { messageId, body }: Delivery,
  reason: string,
): Promise<'created' | 'exists'> {
  const ref = { collection: POISON_MESSAGES, id: encodeURIComponent(messageId).slice(0, 400) };
  if ((await store.get(ref)) !== undefined) return 'exists';
  const incident = poisonIncidentKey(messageId);
  const message = { message_id: messageId, reason, body: body.slice(0, MAX_BODY_CHARACTERS), incident };
  return await auditedTransaction(store, auditContext, async (transaction, audit) => {
    if ((await transaction.get(ref)) !== undefined) return 'exists';
    await reportIncidentIn({ transaction, audit }, { ...poisonReport(message), mentions: [...peopleToCall] });
    transaction.create(ref, { ...message, received_at: STORE_TIME });
    return 'created';
  });
}
