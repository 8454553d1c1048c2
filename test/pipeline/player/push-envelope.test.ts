import { describe, expect, it } from 'vitest';
import { openEnvelope, pushStatus } from '#src/pipeline/player/push-envelope.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const envelope = (message: object, more: object = {}) => JSON.stringify({ message, ...more });

describe('RT-03: openEnvelope(body, bodyId)', () => {
  it('returns the delivery in the envelope', () => {
    const body = envelope(
      { messageId: '7', data: base64('{"café":1}'), attributes: { a: 'b' } },
      { deliveryAttempt: 3 },
    );
    expect(openEnvelope(body, 'hash')).toEqual({
      type: 'delivery',
      delivery: { messageId: '7', body: '{"café":1}', attributes: { a: 'b' }, attempt: 3 },
    });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'hello'],
    ['no message', '{}'],
    ['a message that is null', '{"message":null}'],
    ['bad base64', envelope({ messageId: '7', data: '%%%' })],
    ['no data', envelope({ messageId: '7' })],
    ['no id', envelope({ data: base64('{}') })],
  ])('makes a body with %s poison under the id of the body', (_what, body) => {
    expect(openEnvelope(body, 'hash')).toMatchObject({ type: 'poison', delivery: { messageId: 'hash', body } });
  });
});

describe('RT-03: pushStatus(answer)', () => {
  it('is 204 for everything that needs no retry', () => expect(pushStatus('ack')).toBe(204));
  it('is 503, never a 4xx, for a failure that a retry may cure', () => expect(pushStatus('retry')).toBe(503));
});
