import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CallToolRequestSchema,
  CancelledNotificationSchema,
  ErrorCode,
  InitializeRequestSchema,
  type JSONRPCMessage,
  type JSONRPCRequest,
  ListToolsRequestSchema,
  PingRequestSchema,
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';

const REQUESTS = [InitializeRequestSchema, PingRequestSchema, ListToolsRequestSchema, CallToolRequestSchema];

interface RequestTransport {
  /** The MCP transport that the server connects to. */
  readonly transport: Transport;
  /** Resolves when every request that has arrived so far is answered or cancelled. */
  answered(): Promise<void>;
}

/**
 * Answers requests with invalid parameters with the code -32602. The SDK alone would answer them with -32603, which
 * means an internal error.
 */
export function requestTransport(inner: Transport): RequestTransport {
  const open = new Set<RequestId>();
  let waiting: (() => void)[] = [];
  const close = (id: RequestId) => {
    open.delete(id);
    if (open.size > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  const transport: Transport = {
    start: () => inner.start(),
    send: async (message, options) => {
      await inner.send(message, options);
      if (!('method' in message) && message.id !== undefined) close(message.id);
    },
    close: () => inner.close(),
  };
  inner.onmessage = (message, extra) => {
    const cancelled = CancelledNotificationSchema.safeParse(message).data?.params.requestId;
    if (cancelled !== undefined) close(cancelled);
    if (isRequest(message)) open.add(message.id);
    const refusal = parameterRefusal(message);
    if (refusal === undefined) transport.onmessage?.(message, extra);
    else transport.send(refusal).catch((error: unknown) => transport.onerror?.(z.instanceof(Error).parse(error)));
  };
  inner.onclose = () => transport.onclose?.();
  inner.onerror = (error) => transport.onerror?.(error);
  return {
    transport,
    answered: () => new Promise((resolve) => (open.size === 0 ? resolve() : waiting.push(resolve))),
  };
}

/** Returns the error response to a request with invalid parameters. Returns undefined for every other message. */
function parameterRefusal(message: JSONRPCMessage): JSONRPCMessage | undefined {
  if (!isRequest(message)) return undefined;
  const fault = faultOf(message);
  if (fault === undefined) return undefined;
  return { jsonrpc: '2.0', id: message.id, error: { code: ErrorCode.InvalidParams, message: fault } };
}

/**
 * Returns whether an MCP message is a request. The SDK's own check rejects requests with invalid metadata, although
 * they need an answer too.
 */
function isRequest(message: JSONRPCMessage): message is JSONRPCRequest {
  return 'method' in message && 'id' in message;
}

function faultOf(request: JSONRPCRequest): string | undefined {
  const schema = REQUESTS.find(({ shape }) => shape.method.value === request.method);
  const { error } = schema?.safeParse(request) ?? {};
  if (error === undefined) return undefined;
  const faults = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return `The parameters of ${request.method} are wrong. ${faults.join('. ')}.`;
}
