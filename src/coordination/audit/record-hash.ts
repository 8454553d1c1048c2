import type { Digest } from '../../platform/digest.ts';

/** SHA-256 of the previous record's hash followed by this record as canonical JSON. */
export function recordHash(record: Readonly<Record<string, unknown>>, digest: Digest): string {
  const { prev_hash, ...content } = record;
  return digest(`${prev_hash}${canonicalJson(content)}`);
}

/** JSON without spaces and with sorted keys, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sortedKeys(value));
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (!isObject(value)) return value;
  const ordered: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value).sort()) ordered[key] = sortedKeys(value[key]);
  return ordered;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
