import { answerDelivery } from '../answer-delivery.ts';
import type { Log } from '../log.ts';
import type { PushAnswer, PushEndpoint } from '../push-endpoint.ts';
import type { Consumer, Delivery, DeliveryAnswer, Handler } from '../queue.ts';

export interface PushInboxOptions {
  readonly maxInFlight: number;
  /** A delivery is answered within this time, which has to be shorter than the ack deadline of the subscription. */
  readonly answerWithinMs: number;
  readonly log: Log;
}

/** Connects the HTTP endpoint that gets the pushed messages with the consumer of the queue. */
export interface PushInbox extends Pick<PushEndpoint, 'deliver'> {
  consume(handler: Handler): Consumer;
}

const ACK = { type: 'ack' } as const;
const NO_WORKER = retry('No worker of this process takes requests at the moment.');
const TOO_SLOW = retry('The request has no answer yet. It continues, and the next delivery waits for it.');

/**
 * Gives pushed messages to one handler. A message that is delivered again while its handler still runs waits for that
 * run, so that a slow message is handled only once at a time.
 */
export function pushInbox({ maxInFlight, answerWithinMs, log }: PushInboxOptions): PushInbox {
  const inFlight = new Map<string, Promise<DeliveryAnswer>>();
  let current: Handler | undefined;

  function start(handler: Handler, delivery: Delivery): Promise<DeliveryAnswer> {
    const answer = answerDelivery(handler, delivery, log).finally(() => inFlight.delete(delivery.messageId));
    inFlight.set(delivery.messageId, answer);
    return answer;
  }

  return {
    consume(handler) {
      current = handler;
      return {
        async stop() {
          if (current === handler) current = undefined;
          await Promise.all(inFlight.values());
        },
      };
    },
    async deliver(delivery) {
      const running = inFlight.get(delivery.messageId);
      if (running !== undefined) return await answerWithin(running, answerWithinMs);
      if (current === undefined) return NO_WORKER;
      if (inFlight.size >= maxInFlight) return retry(`This process already handles ${maxInFlight} requests.`);
      return await answerWithin(start(current, delivery), answerWithinMs);
    },
  };
}

async function answerWithin(answer: Promise<DeliveryAnswer>, withinMs: number): Promise<PushAnswer> {
  const { promise: late, resolve } = Promise.withResolvers<PushAnswer>();
  const timer = setTimeout(() => resolve(TOO_SLOW), withinMs);
  try {
    return await Promise.race([answer.then(pushAnswer), late]);
  } finally {
    clearTimeout(timer);
  }
}

function pushAnswer(answer: DeliveryAnswer): PushAnswer {
  return answer === 'ack' ? ACK : retry('The request failed for a reason that may pass. The log has the details.');
}

function retry(because: string): PushAnswer {
  return { type: 'retry', because };
}
