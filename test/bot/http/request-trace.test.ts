import { expect, it } from 'vitest';
import { currentTrace, traceOf, withTrace } from '#src/bot/http/request-trace.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

it.each([
  [{ traceparent: `00-${TRACE}-${SPAN}-01` }, { traceId: TRACE, spanId: SPAN, isSampled: true }],
  [{ traceparent: `00-${TRACE}-${SPAN}-00` }, { traceId: TRACE, spanId: SPAN, isSampled: false }],
  [
    { 'x-cloud-trace-context': `${TRACE.toUpperCase()}/67667974448284343;o=1` },
    { traceId: TRACE, spanId: SPAN, isSampled: true },
  ],
  [{ 'x-cloud-trace-context': TRACE }, { traceId: TRACE, isSampled: false }],
  [{ 'x-cloud-trace-context': `${TRACE}/0;o=0` }, { traceId: TRACE, isSampled: false }],
  [{ 'x-cloud-trace-context': `${TRACE}/99999999999999999999;o=0` }, { traceId: TRACE, isSampled: false }],
  [
    { traceparent: 'nonsense', 'x-cloud-trace-context': `${TRACE};o=1` },
    { traceId: TRACE, isSampled: true },
  ],
  [{ traceparent: `00-${'0'.repeat(32)}-${SPAN}-01` }, undefined],
  [{ 'x-cloud-trace-context': 'x'.repeat(10_000) }, undefined],
  [{}, undefined],
])('the headers %j have the trace %j', (headers, trace) => {
  expect(traceOf(headers)).toEqual(trace);
});

it('a trace lasts as long as the work of its request, also across awaits', async () => {
  const seen = await withTrace({ traceparent: `00-${TRACE}-${SPAN}-01` }, async () => {
    await Promise.resolve();
    return currentTrace();
  });
  expect(seen?.traceId).toBe(TRACE);
  expect(currentTrace()).toBeUndefined();
});
