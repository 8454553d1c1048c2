import type { IncomingMessage } from 'node:http';
import { Problem } from '../../platform/problem.ts';

export const MAX_BODY_BYTES = 100_000;

export type Body =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'too large'; readonly bytes: number };

/**
 * Reads a request's body and stops after 100 kB, regardless of the Content-Length header. Throws a `Problem` for a body
 * that is not UTF-8.
 */
export async function readBody(request: IncomingMessage): Promise<Body> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > MAX_BODY_BYTES) return { kind: 'too large', bytes: announced };
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > MAX_BODY_BYTES) return { kind: 'too large', bytes };
    chunks.push(buffer);
  }
  return { kind: 'text', text: textOf(Buffer.concat(chunks)) };
}

/** Decodes UTF-8 bytes and removes a byte order mark. */
function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw notUtf8(cause);
  }
}

function notUtf8(cause: unknown): Problem {
  return new Problem({ code: 'bad_input', message: 'The body is not UTF-8. Send JSON in UTF-8.', cause });
}
