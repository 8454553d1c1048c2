import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pushInbox } from '#src/platform/google/push-inbox.ts';
import type { Log } from '#src/platform/log.ts';
import type { Delivery, DeliveryAnswer } from '#src/platform/queue.ts';

const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const LIMITS = { maxInFlight: 2, answerWithinMs: 1_000, log: SILENT };
const ACK = { type: 'ack' };

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function delivery(messageId: string): Delivery {
  return { messageId, body: messageId, attributes: {}, attempt: 1 };
}

function retryBecause(because: RegExp) {
  return { type: 'retry', because: expect.stringMatching(because) };
}

it('gives a delivery to the handler and passes its answer on', async () => {
  const inbox = pushInbox(LIMITS);
  inbox.consume(async ({ body }) => (body === 'good' ? 'ack' : 'retry'));
  expect(await inbox.deliver(delivery('good'))).toEqual(ACK);
  expect(await inbox.deliver(delivery('bad'))).toEqual(retryBecause(/^The request failed for a reason that may pass/));
});

it('asks for another delivery when the handler throws, and leaves the error in the log', async () => {
  const error = vi.fn();
  const inbox = pushInbox({ ...LIMITS, log: { ...SILENT, error } });
  inbox.consume(() => Promise.reject(new Error('the store is away')));
  expect(await inbox.deliver(delivery('a'))).toMatchObject({ type: 'retry' });
  expect(error).toHaveBeenCalledOnce();
});

it('asks for another delivery before the workers start and after they stop', async () => {
  const inbox = pushInbox(LIMITS);
  expect(await inbox.deliver(delivery('early'))).toEqual(retryBecause(/^No worker/));
  const consumer = inbox.consume(async () => 'ack');
  expect(await inbox.deliver(delivery('in time'))).toEqual(ACK);
  await consumer.stop();
  expect(await inbox.deliver(delivery('late'))).toEqual(retryBecause(/^No worker/));
});

it('handles no more than its limit at a time, and more when one has ended', async () => {
  const gate = Promise.withResolvers<DeliveryAnswer>();
  const inbox = pushInbox(LIMITS);
  inbox.consume(() => gate.promise);
  const first = [inbox.deliver(delivery('a')), inbox.deliver(delivery('b'))];
  expect(await inbox.deliver(delivery('c'))).toEqual(retryBecause(/already handles 2 requests/));
  gate.resolve('ack');
  expect(await Promise.all(first)).toEqual([ACK, ACK]);
  expect(await inbox.deliver(delivery('c'))).toEqual(ACK);
});

it('answers before the ack deadline, and lets the next delivery of the message wait for the same run', async () => {
  const gate = Promise.withResolvers<DeliveryAnswer>();
  const handler = vi.fn(() => gate.promise);
  const inbox = pushInbox(LIMITS);
  inbox.consume(handler);
  const first = inbox.deliver(delivery('slow'));
  await vi.advanceTimersByTimeAsync(LIMITS.answerWithinMs);
  expect(await first).toEqual(retryBecause(/^The request has no answer yet/));
  const second = inbox.deliver(delivery('slow'));
  gate.resolve('ack');
  expect(await second).toEqual(ACK);
  expect(handler).toHaveBeenCalledOnce();
});

it('stops when the deliveries in flight have their answers', async () => {
  const gate = Promise.withResolvers<DeliveryAnswer>();
  const inbox = pushInbox(LIMITS);
  const consumer = inbox.consume(() => gate.promise);
  const answer = inbox.deliver(delivery('a'));
  let stopped = false;
  const stopping = consumer.stop().then(() => {
    stopped = true;
  });
  await vi.advanceTimersByTimeAsync(10);
  expect(stopped).toBe(false);
  gate.resolve('ack');
  await stopping;
  expect(await answer).toEqual(ACK);
});
