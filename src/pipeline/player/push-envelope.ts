import * as z from 'zod';
import type { Delivery, DeliveryAnswer } from '../../platform/queue.ts';

const Envelope = z.object({
  message: z.object({
    messageId: z.string().min(1),
    data: z.base64(),
    attributes: z.record(z.string(), z.string()).default({}),
  }),
  deliveryAttempt: z.number().int().positive().default(1),
});

export type OpenedEnvelope =
  | { readonly type: 'delivery'; readonly delivery: Delivery }
  | { readonly type: 'poison'; readonly delivery: Delivery; readonly reason: string };

/**
 * Parses the body of a push delivery. A body that is not an envelope is poison. Its id is `bodyId`, a hash of the body, so that all its
 * redeliveries count as one message.
 * @internal no transport receives pushes yet
 */
export function openEnvelope(body: string, bodyId: string): OpenedEnvelope {
  const unopened = { messageId: bodyId, body, attributes: {}, attempt: 1 };
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { type: 'poison', delivery: unopened, reason: 'the pushed body is not JSON' };
  }
  const parsed = Envelope.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { type: 'poison', delivery: unopened, reason: `${issue?.path.join('.') ?? 'envelope'}: ${issue?.message}` };
  }
  const { message, deliveryAttempt } = parsed.data;
  return {
    type: 'delivery',
    delivery: {
      messageId: message.messageId,
      body: Buffer.from(message.data, 'base64').toString('utf8'),
      attributes: message.attributes,
      attempt: deliveryAttempt,
    },
  };
}

/**
 * A push subscription redelivers after every status outside 2xx, also after a 4xx. So 204 acknowledges everything that needs no retry,
 * including poison, and 503 is for failures that a retry can cure.
 * @internal no transport receives pushes yet
 */
export function pushStatus(answer: DeliveryAnswer): 204 | 503 {
  return answer === 'ack' ? 204 : 503;
}
