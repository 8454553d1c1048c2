import { describe, expect, test } from 'vitest';
import type { Consumer, Delivery, DeliveryAnswer, OutgoingMessage, Queue } from '#src/platform/queue.ts';
import { eventually } from '#test/eventually.ts';

const IN_FLIGHT = 500;
const MANY = 2_000;

/**
 * The promises of every queue. Each call of `createQueue` opens an empty queue that delivers a message at most `maxDeliveries` = 5 times, with short
 * pauses.
 */
export function testQueue(createQueue: () => Promise<Queue>): void {
  const it = test.extend<{ queue: Queue }>({
    queue: async ({ task: _ }, use) => {
      const queue = await createQueue();
      await use(queue);
      await queue.close();
    },
  });

  describe.concurrent('a queue', () => {
    it('delivers messages that were published before there was a consumer, with attempt 1', async ({ queue }) => {
      await queue.publish([message('early')]);
      const inbox = await startInbox(queue, () => 'ack');
      await inbox.holds(1);
      expect(inbox.deliveries).toEqual([
        { body: 'early', attributes: {}, messageId: expect.stringMatching(/./), attempt: 1 },
      ]);
    });

    it('keeps body and attributes unchanged, in every script', async ({ queue }) => {
      const sent = {
        body: '{"name":"Nikola Jokić 🏀","quote":"\\"\\\\\\u0000","line":"a\\nb"}',
        attributes: { player_lookup: 'lukadončić', ключ: '值 ✓' },
      };
      const inbox = await startInbox(queue, () => 'ack');
      await queue.publish([sent]);
      await inbox.holds(1);
      expect(inbox.deliveries).toMatchObject([sent]);
    });

    it(`delivers each of ${MANY} messages, with as many message ids`, async ({ queue }) => {
      const bodies = Array.from({ length: MANY }, (_, index) => `message ${index}`);
      const inbox = await startInbox(queue, () => 'ack');
      await queue.publish(bodies.map(message));
      await eventually(() => expect(inbox.bodies().size).toBe(MANY));
      expect(inbox.bodies()).toEqual(new Set(bodies));
      expect(new Set(inbox.deliveries.map((delivery) => delivery.messageId)).size).toBe(MANY);
    });

    it('accepts an empty list of messages', async ({ queue }) => {
      await expect(queue.publish([])).resolves.toBeUndefined();
    });

    it('delivers a message again with the same id and attempt + 1 when the answer is retry', async ({ queue }) => {
      const inbox = await startInbox(queue, ({ attempt }) => (attempt < 3 ? 'retry' : 'ack'));
      await queue.publish([message('again')]);
      await inbox.holds(3);
      expect(inbox.deliveries.map((delivery) => delivery.attempt)).toEqual([1, 2, 3]);
      expect(new Set(inbox.deliveries.map((delivery) => delivery.messageId)).size).toBe(1);
      expect(inbox.bodies()).toEqual(new Set(['again']));
    });

    it('treats a handler that throws as retry', async ({ queue }) => {
      const inbox = await startInbox(queue, ({ attempt }) => {
        if (attempt === 1) throw new Error('the store is away');
        return 'ack';
      });
      await queue.publish([message('thrown at')]);
      await inbox.holds(2);
      expect(inbox.deliveries.map((delivery) => delivery.attempt)).toEqual([1, 2]);
    });

    it('does not deliver an acknowledged message again, not even to the next consumer', async ({ queue }) => {
      const first = await startInbox(queue, () => 'ack');
      await queue.publish([message('done')]);
      await first.holds(1);
      await first.consumer.stop();
      const second = await startInbox(queue, () => 'ack');
      await queue.publish([message('next')]);
      await second.holds(1);
      await second.consumer.stop();
      expect([...first.bodies(), ...second.bodies()]).toEqual(['done', 'next']);
      expect(first.deliveries.length + second.deliveries.length).toBe(2);
    });

    it('turns a message that was never acknowledged into an unchanged dead letter, and stops delivering it', async ({
      queue,
    }) => {
      const sent = { body: 'poison ☠', attributes: { player_lookup: 'nobody' } };
      const inbox = await startInbox(queue, () => 'retry');
      const dead = await startDeadLetters(queue, () => 'ack');
      await queue.publish([sent]);
      await dead.holds(1);
      expect(dead.deliveries).toMatchObject([{ body: sent.body, attempt: 1 }]);
      expect(dead.deliveries[0]?.attributes).toEqual(sent.attributes);
      expect(inbox.deliveries.map((delivery) => delivery.attempt)).toEqual([1, 2, 3, 4, 5]);
    });

    it('delivers a dead letter again until it is acknowledged', async ({ queue }) => {
      let deaths = 0;
      await startInbox(queue, () => 'retry');
      const dead = await startDeadLetters(queue, () => (++deaths < 3 ? 'retry' : 'ack'));
      await queue.publish([message('poison')]);
      await dead.holds(3);
      expect(dead.bodies()).toEqual(new Set(['poison']));
    });

    it(`has ${IN_FLIGHT} deliveries in flight at once`, async ({ queue }) => {
      const gate = Promise.withResolvers<DeliveryAnswer>();
      const inbox = await startInbox(queue, () => gate.promise);
      await queue.publish(Array.from({ length: IN_FLIGHT }, (_, index) => message(String(index))));
      await eventually(() => expect(inbox.bodies().size).toBe(IN_FLIGHT));
      gate.resolve('ack');
      await inbox.consumer.stop();
    });

    it('waits at stop for the deliveries in flight, and starts no new ones', async ({ queue }) => {
      const gate = Promise.withResolvers<DeliveryAnswer>();
      let answered = 0;
      const inbox = await startInbox(queue, () => gate.promise.finally(() => answered++));
      await queue.publish([message('in flight')]);
      await inbox.holds(1);
      const stopping = inbox.consumer.stop();
      expect(answered).toBe(0);
      gate.resolve('ack');
      await stopping;
      expect(answered).toBe(1);
      await queue.publish([message('later')]);
      const next = await startInbox(queue, () => 'ack');
      await next.holds(1);
      expect(inbox.bodies()).toEqual(new Set(['in flight']));
      expect(next.bodies()).toEqual(new Set(['later']));
    });

    it('gives a message that was retried as its consumer stopped to the next consumer', async ({ queue }) => {
      const gate = Promise.withResolvers<DeliveryAnswer>();
      const first = await startInbox(queue, () => gate.promise);
      await queue.publish([message('handed on')]);
      await first.holds(1);
      const stopping = first.consumer.stop();
      gate.resolve('retry');
      await stopping;
      const second = await startInbox(queue, () => 'ack');
      await second.holds(1);
      expect(second.deliveries).toMatchObject([{ body: 'handed on', attempt: 2 }]);
    });

    it('can be stopped twice', async ({ queue }) => {
      const { consumer } = await startInbox(queue, () => 'ack');
      await consumer.stop();
      await expect(consumer.stop()).resolves.toBeUndefined();
    });
  });
}

function message(body: string): OutgoingMessage {
  return { body, attributes: {} };
}

interface Inbox {
  readonly consumer: Consumer;
  /** Every delivery, in the order of arrival. */
  readonly deliveries: readonly Delivery[];
  bodies(): ReadonlySet<string>;
  holds(count: number): Promise<void>;
}

type Reply = (delivery: Delivery) => DeliveryAnswer | Promise<DeliveryAnswer>;

function startInbox(queue: Queue, reply: Reply): Promise<Inbox> {
  return collect(reply, (handler) => queue.consume(handler));
}

function startDeadLetters(queue: Queue, reply: Reply): Promise<Inbox> {
  return collect(reply, (handler) => queue.consumeDeadLetters(handler));
}

async function collect(reply: Reply, consume: Queue['consume']): Promise<Inbox> {
  const deliveries: Delivery[] = [];
  const consumer = await consume(async (delivery) => {
    deliveries.push(delivery);
    return reply(delivery);
  });
  return {
    consumer,
    deliveries,
    bodies: () => new Set(deliveries.map((delivery) => delivery.body)),
    holds: (count) => eventually(() => expect(deliveries.length).toBeGreaterThanOrEqual(count)),
  };
}
