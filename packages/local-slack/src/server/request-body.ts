import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import type { Fields } from '../web-api/method.ts';

const FieldsBody = z.record(z.string(), z.unknown());

/** Reads a request's body. Stops when the body exceeds `maxBytes`, whatever the Content-Length header says. */
export async function readBytes(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Buffer<ArrayBuffer> | 'too large'> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return 'too large';
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > maxBytes) return 'too large';
    chunks.push(buffer);
  }
  return Buffer.concat(chunks);
}

export function isJson({ headers }: IncomingMessage): boolean {
  return /^application\/json(?:\s*;\s*charset=utf-8)?$/i.test(headers['content-type'] ?? '');
}

/** Parses a request's body as a JSON object or as a form. Returns undefined for any other content. */
export function fieldsOf(request: IncomingMessage, body: Buffer): Fields | undefined {
  const text = body.toString('utf8');
  if (!isJson(request)) return Object.fromEntries(new URLSearchParams(text));
  const parsed = FieldsBody.safeParse(parseJson(text));
  return parsed.success ? parsed.data : undefined;
}

/**
 * Returns the file of an upload request: the raw body, or the file in a form. Returns undefined for a form without a
 * file.
 */
export async function fileOf({ headers }: IncomingMessage, body: Buffer<ArrayBuffer>): Promise<Uint8Array | undefined> {
  const type = headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return body;
  const form = await new Response(body, { headers: { 'content-type': type } }).formData();
  const file = [...form.values()].find((value) => value instanceof Blob);
  return file === undefined ? undefined : new Uint8Array(await file.arrayBuffer());
}

/** Parses JSON. Returns undefined for invalid JSON instead of throwing. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
