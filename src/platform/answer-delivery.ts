import type { Log } from './log.ts';
import type { Delivery, DeliveryAnswer, Handler } from './queue.ts';

/** Gives a delivery to its handler. A handler that throws causes a retry, and its error is in the log. */
export async function answerDelivery(handler: Handler, delivery: Delivery, log: Log): Promise<DeliveryAnswer> {
  try {
    return await handler(delivery);
  } catch (error) {
    const { messageId, attempt } = delivery;
    log.error({ messageId, attempt, error }, 'a message handler threw; the message will be delivered again');
    return 'retry';
  }
}
