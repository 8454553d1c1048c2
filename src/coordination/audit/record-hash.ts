import type { Digest } from '../../platform/digest.ts';
import type { AuditRecord } from './audit-record.ts';

/** SHA-256 over the hash of the record before and this record as canonical JSON. */
export function recordHash(record: Omit<AuditRecord, 'hash'>, digest: Digest): string {
  const { prev_hash, ...content } = record;
  return digest(`${prev_hash}${canonicalJson(content)}`);
}

/** JSON without spaces and with the keys of every object in order, so that equal values are equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(inOrder(value));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isObject(value)) return value;
  const ordered: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value).sort()) ordered[key] = inOrder(value[key]);
  return ordered;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
