import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingHttpHeaders } from 'node:http';
import type { Trace } from '../../platform/trace.ts';

/** The form of the W3C: version, trace id, span id, flags. */
const TRACEPARENT = /^[0-9a-f]{2}-(?<trace>[0-9a-f]{32})-(?<span>[0-9a-f]{16})-(?<flags>[0-9a-f]{2})$/;
/** The form of Google: trace id, span id as a decimal number, and whether the trace is sampled. */
const CLOUD_TRACE = /^(?<trace>[0-9a-f]{32})(?:\/(?<span>\d{1,20}))?(?:;o=(?<flags>\d))?$/i;
const NO_TRACE = '0'.repeat(32);
const LARGEST_SPAN = 2n ** 64n;
const SPAN_DIGITS = 16;

const traces = new AsyncLocalStorage<Trace>();

/** Runs `work` in the trace that the headers of a request name. Without such headers it has no trace. */
export function withTrace<R>(headers: IncomingHttpHeaders, work: () => R): R {
  const trace = traceOf(headers);
  return trace === undefined ? work() : traces.run(trace, work);
}

/** Returns the trace of the request that is being answered; undefined if there is none. */
export function currentTrace(): Trace | undefined {
  return traces.getStore();
}

/**
 * Reads the trace from `traceparent`, or else from `X-Cloud-Trace-Context`. A header in another form is ignored.
 * @internal tests call it
 */
export function traceOf(headers: IncomingHttpHeaders): Trace | undefined {
  const standard = TRACEPARENT.exec(String(headers['traceparent'] ?? ''))?.groups;
  if (standard !== undefined) {
    const { trace = '', span = '', flags = '' } = standard;
    const isSampled = (Number.parseInt(flags, 16) & 1) === 1;
    if (trace !== NO_TRACE) return { traceId: trace, spanId: span, isSampled };
  }
  const cloud = CLOUD_TRACE.exec(String(headers['x-cloud-trace-context'] ?? ''))?.groups;
  if (cloud === undefined) return undefined;
  const { trace = '', span, flags } = cloud;
  return { traceId: trace.toLowerCase(), isSampled: flags === '1', ...spanOf(span) };
}

function spanOf(decimal: string | undefined): Pick<Trace, 'spanId'> {
  const span = BigInt(decimal ?? 0);
  if (span === 0n || span >= LARGEST_SPAN) return {};
  return { spanId: span.toString(16).padStart(SPAN_DIGITS, '0') };
}
