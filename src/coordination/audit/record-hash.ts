import type { Digest } from '../../platform/digest.ts';
import type { AuditRecord } from './audit-record.ts';

/** SHA-256 over the hash of the record before and this record as canonical JSON. */
export function recordHash(record: Omit<AuditRecord, 'hash'>, digest: Digest): string {
  const { prev_hash, ...content } = record;
  return digest(`${prev_hash}${canonicalJson(content)}`);
}

/** JSON without spaces and with the keys of every object in order, so that equal values are equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (isObject(part) ? inOrder(part) : part));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inOrder(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
