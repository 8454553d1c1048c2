import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import { Problem } from '../../platform/problem.ts';
import type { Delivery } from '../../platform/queue.ts';
import { parseBody } from './parse-body.ts';
import { readBody } from './read-body.ts';

/** The request that Pub/Sub pushes. Pub/Sub counts deliveries only for a subscription with a dead-letter topic. */
const Envelope = z.object({
  message: z.object({
    data: z.base64().default(''),
    messageId: z.string().min(1),
    attributes: z.record(z.string(), z.string()).default({}),
  }),
  deliveryAttempt: z.number().int().positive().default(1),
});

/**
 * Reads the delivery from a request of Pub/Sub. A request of another form becomes a delivery of the request's own text,
 * because a refusal would only bring it back. The consumer then records it as a poison message.
 */
export async function readPushedMessage(request: IncomingMessage): Promise<Delivery> {
  try {
    const read = await readBody(request);
    if (read.kind === 'too large') return unreadable(`a pushed request of ${read.bytes} bytes, which is too large`);
    return pushedMessage(read.text);
  } catch (error) {
    if (error instanceof Problem) return unreadable('a pushed request that is not UTF-8');
    throw error;
  }
}

function pushedMessage(text: string): Delivery {
  const parsed = Envelope.safeParse(jsonOf(text));
  if (!parsed.success) return unreadable(text);
  const { message, deliveryAttempt } = parsed.data;
  return {
    messageId: message.messageId,
    body: Buffer.from(message.data, 'base64').toString(),
    attributes: message.attributes,
    attempt: deliveryAttempt,
  };
}

function jsonOf(text: string): unknown {
  try {
    return parseBody(text);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

/** The same text always gets the same id, so that repeated deliveries are recorded once. */
function unreadable(body: string): Delivery {
  const messageId = `push-${createHash('sha256').update(body).digest('hex').slice(0, 32)}`;
  return { messageId, body, attributes: {}, attempt: 1 };
}
