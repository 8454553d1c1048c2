import { type DocumentData, type DocumentSnapshot, FieldValue, Timestamp } from '@google-cloud/firestore';
import * as z from 'zod';
import { documentPath, parseDocument, parseWritten, storeTimeFields } from '../document-rules.ts';
import type { CollectionRef, CollectionShape, DocumentRef, Stored, Version } from '../document-store.ts';
import { Instant, instantFromMicros } from '../instant.ts';

/**
 * The field that counts the writes of a document. Firestore does not change a document's update time when a write
 * changes nothing. This counter makes every write a change, so that the second of two identical updates with the same
 * version is a conflict.
 */
export const WRITE_COUNT = '_writes';

/**
 * The field that lists which fields the last write set to `STORE_TIME`. Firestore fills these fields with a time
 * slightly before the commit. Reads therefore return the document's commit time for them. The next write stores the
 * commit time; until then, queries compare the earlier time.
 */
export const STORE_TIME_FIELDS = '_stamped';

/**
 * The field with the time from which Firestore may delete the document. Only collections with a retention time have it.
 */
export const EXPIRES_AT = '_expires_at';

const STORE_FIELDS: ReadonlySet<string> = new Set([WRITE_COUNT, STORE_TIME_FIELDS, EXPIRES_AT]);
const PLACEHOLDER_TIME = instantFromMicros(0);
const AS_VERSION = z.custom<Version>((value) => typeof value === 'string');
/**
 * The format of a document's version: the seconds and nanoseconds of the commit, then the fields that the commit set to
 * `STORE_TIME`.
 */
const VERSION = /^(\d+)\.(\d{9}):(.*)$/;
const StampedFields = z.array(z.string()).default([]);

/** Encodes a new document for Firestore. Throws with path and field when the document does not match the schema. */
export function encodeDocument<T extends object>(ref: DocumentRef<T>, data: object, expiresAt?: Date): DocumentData {
  const stamped = storeTimeFields(ref.collection, data);
  const kept = parseWritten(ref, withPlaceholders(data, stamped));
  const own = { [WRITE_COUNT]: 1, [STORE_TIME_FIELDS]: stamped, [EXPIRES_AT]: expiresAt };
  return { ...encodeFields(ref.collection, kept, stamped), ...own };
}

/**
 * Encodes the changed fields of a document, and the commit time for the fields that the last write set to `STORE_TIME`.
 * Throws with path and field when a field does not match the schema.
 */
export function encodeChanges<T extends object>(ref: DocumentRef<T>, fields: object, version?: Version): DocumentData {
  const stamped = storeTimeFields(ref.collection, fields);
  const changes = withPlaceholders(fields, stamped);
  assertValidChanges(ref, changes);
  const own = { [WRITE_COUNT]: FieldValue.increment(1), [STORE_TIME_FIELDS]: stamped };
  return { ...(version && committedTimes(version)), ...encodeFields(ref.collection, changes, stamped), ...own };
}

/** Encodes a value of a document's field in the form in which Firestore stores it. */
export function encodeValue(collection: CollectionShape, field: string, value: unknown): unknown {
  return typeof value === 'string' && collection.times.includes(field) ? timestampOf(Instant.parse(value)) : value;
}

/** Decodes a document that exists. Big texts that were not read are null. */
export function decodeDocument<T extends object>(ref: CollectionRef<T>, snapshot: DocumentSnapshot): Stored<T> {
  const version = versionOf(snapshot);
  const { updateTime, stamped } = parseVersion(version);
  const fields = decodeFields(snapshot.data() ?? {});
  for (const field of stamped) fields[field] = instantOf(updateTime);
  for (const text of ref.collection.texts) fields[text] ??= null;
  return { id: snapshot.id, version, data: parseDocument({ ...ref, id: snapshot.id }, fields) };
}

export function versionOf(snapshot: DocumentSnapshot): Version {
  const { updateTime } = snapshot;
  if (updateTime === undefined) throw new Error(`${snapshot.ref.path} was returned without its update time`);
  const stamped = StampedFields.parse(snapshot.get(STORE_TIME_FIELDS));
  return AS_VERSION.parse(`${updateTime.seconds}.${String(updateTime.nanoseconds).padStart(9, '0')}:${stamped.join()}`);
}

/** Returns the commit time that the version of a document contains. */
export function updateTimeOf(version: Version): Timestamp {
  return parseVersion(version).updateTime;
}

export function instantOf({ seconds, nanoseconds }: Timestamp): Instant {
  const micros = String(Math.floor(nanoseconds / 1_000)).padStart(6, '0');
  return Instant.parse(`${new Date(seconds * 1_000).toISOString().slice(0, 19)}.${micros}Z`);
}

function timestampOf(instant: Instant): Timestamp {
  const [second = '', fraction = ''] = instant.split('.');
  return new Timestamp(Date.parse(`${second}Z`) / 1_000, Number.parseInt(fraction, 10) * 1_000);
}

function committedTimes(version: Version): DocumentData {
  const { updateTime, stamped } = parseVersion(version);
  return Object.fromEntries(stamped.map((field) => [field, updateTime]));
}

function parseVersion(version: Version): { readonly updateTime: Timestamp; readonly stamped: readonly string[] } {
  const [, seconds, nanos, stamped] = VERSION.exec(version) ?? [];
  if (stamped === undefined) throw new Error(`${JSON.stringify(version)} is not a version of a Firestore document`);
  return {
    updateTime: new Timestamp(Number(seconds), Number(nanos)),
    stamped: stamped === '' ? [] : stamped.split(','),
  };
}

function withPlaceholders(fields: object, stamped: readonly string[]): Record<string, unknown> {
  return { ...fields, ...Object.fromEntries(stamped.map((field) => [field, PLACEHOLDER_TIME])) };
}

function assertValidChanges<T extends object>(ref: DocumentRef<T>, fields: Readonly<Record<string, unknown>>): void {
  const { error } = ref.collection.schema.safeParse(fields);
  const issues = error?.issues.flatMap((issue) => issuesOf(issue, fields)) ?? [];
  if (issues.length === 0) return;
  const text = issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new Error(`${documentPath(ref).join('/')} does not match its schema: ${text}`, { cause: error });
}

/**
 * Returns the validation issues about the changed fields of a document. The schema describes whole documents, so its
 * issues about unchanged fields are ignored. If the schema is a union, one of its members without issues is enough.
 */
function issuesOf(issue: z.core.$ZodIssue, fields: object): readonly z.core.$ZodIssue[] {
  const [field] = issue.path;
  if (field !== undefined) return Object.hasOwn(fields, field) ? [issue] : [];
  if (issue.code !== 'invalid_union') return [];
  const alternatives = issue.errors.map((issues) => issues.flatMap((inner) => issuesOf(inner, fields)));
  return alternatives.toSorted((one, other) => one.length - other.length)[0] ?? [];
}

function encodeFields(collection: CollectionShape, fields: object, stamped: readonly string[]): DocumentData {
  const encoded = Object.entries(fields).map(([field, value]) => [field, encodeValue(collection, field, value)]);
  const times = stamped.map((field) => [field, FieldValue.serverTimestamp()]);
  return Object.fromEntries([...encoded, ...times]);
}

function decodeFields(data: DocumentData): Record<string, unknown> {
  const fields = Object.entries(data).filter(([field]) => !STORE_FIELDS.has(field));
  return Object.fromEntries(fields.map(([field, value]) => [field, decodeValue(value)]));
}

/**
 * Converts every `Timestamp` of Firestore to an `Instant`, also in undeclared fields, because other programs may have
 * written the document.
 */
function decodeValue(value: unknown): unknown {
  if (value instanceof Timestamp) return instantOf(value);
  if (Array.isArray(value)) return value.map(decodeValue);
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decodeValue(inner)]));
}
