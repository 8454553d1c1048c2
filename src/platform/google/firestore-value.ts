import { type DocumentData, type DocumentSnapshot, FieldValue, Timestamp } from '@google-cloud/firestore';
import * as z from 'zod';
import { documentPath, parseDocument, storeTimeFields } from '../document-rules.ts';
import type { CollectionRef, CollectionShape, DocumentRef, Stored, Version } from '../document-store.ts';
import { Instant, instantFromMicros } from '../instant.ts';

/**
 * Counts the writes of a document. Firestore keeps the update time of a document when a write changes nothing; by this field
 * every write changes something, so that of two equal updates under one version the second is a conflict.
 */
export const WRITE_COUNT = '_writes';

/**
 * Names the fields that got the time of the store in the last write. What Firestore puts there is the millisecond in which it took
 * the request, before the commit and in no order with other commits. So the time of the commit itself, which is the update time of
 * the document and hence in its version, is read in their place, and the next write puts it there for good. Until
 * then conditions and orders of a query see the millisecond.
 */
export const STAMPED = '_stamped';

/** When Firestore may delete the document by itself, in the collections that are kept for some days only. */
export const EXPIRES_AT = '_expires_at';

const OWN_FIELDS: ReadonlySet<string> = new Set([WRITE_COUNT, STAMPED, EXPIRES_AT]);
const PLACEHOLDER = instantFromMicros(0);
const AS_VERSION = z.custom<Version>((value) => typeof value === 'string');
/** Seconds and nanoseconds of the commit, and the fields that it stamped. */
const VERSION = /^(\d+)\.(\d{9}):(.*)$/;
const StampedFields = z.array(z.string()).default([]);

/** What `create` sends: all that the schema keeps. Throws with path and field when the document does not fit it. */
export function encodeDocument<T extends object>(ref: DocumentRef<T>, data: object, expiresAt?: Date): DocumentData {
  const stamped = storeTimeFields(ref.collection, data);
  const kept = parseDocument(ref, withPlaceholders(data, stamped));
  const own = { [WRITE_COUNT]: 1, [STAMPED]: stamped, [EXPIRES_AT]: expiresAt };
  return { ...encodeFields(ref.collection, kept, stamped), ...own };
}

/**
 * What `update` sends to a document of this version: the named fields, and the time of its last commit where that was put by the
 * store. Throws with path and field when a field does not fit the schema.
 */
export function encodeChanges<T extends object>(ref: DocumentRef<T>, fields: object, version?: Version): DocumentData {
  const stamped = storeTimeFields(ref.collection, fields);
  const changes = withPlaceholders(fields, stamped);
  requireFit(ref, changes);
  const own = { [WRITE_COUNT]: FieldValue.increment(1), [STAMPED]: stamped };
  return { ...(version && settledTimes(version)), ...encodeFields(ref.collection, changes, stamped), ...own };
}

/** A value as its field holds it, to be compared with the field. */
export function encodeValue(collection: CollectionShape, field: string, value: unknown): unknown {
  return typeof value === 'string' && collection.times.includes(field) ? timestampOf(Instant.parse(value)) : value;
}

/** A document that exists, as the port tells of it. Texts that were not read are null. */
export function decodeDocument<T extends object>(ref: CollectionRef<T>, snapshot: DocumentSnapshot): Stored<T> {
  const version = versionOf(snapshot);
  const { updateTime, stamped } = parseVersion(version);
  const fields = decodeFields(snapshot.data() ?? {});
  for (const field of stamped) fields[field] = instantOf(updateTime);
  for (const text of ref.collection.texts) fields[text] ??= null;
  return { id: snapshot.id, version, data: parseDocument({ ...ref, id: snapshot.id }, fields) };
}

/** The version of a document that exists. */
export function versionOf(snapshot: DocumentSnapshot): Version {
  const { updateTime } = snapshot;
  if (updateTime === undefined) throw new Error(`${snapshot.ref.path} was read without its update time`);
  const stamped = StampedFields.parse(snapshot.get(STAMPED));
  return AS_VERSION.parse(`${updateTime.seconds}.${String(updateTime.nanoseconds).padStart(9, '0')}:${stamped.join()}`);
}

/** When the write of this version was committed. */
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

function settledTimes(version: Version): DocumentData {
  const { updateTime, stamped } = parseVersion(version);
  return Object.fromEntries(stamped.map((field) => [field, updateTime]));
}

function parseVersion(version: Version): { readonly updateTime: Timestamp; readonly stamped: readonly string[] } {
  const [, seconds, nanos, stamped] = VERSION.exec(version) ?? [];
  if (stamped === undefined) throw new Error(`${JSON.stringify(version)} is no version of a Firestore document`);
  return {
    updateTime: new Timestamp(Number(seconds), Number(nanos)),
    stamped: stamped === '' ? [] : stamped.split(','),
  };
}

function withPlaceholders(fields: object, stamped: readonly string[]): Record<string, unknown> {
  return { ...fields, ...Object.fromEntries(stamped.map((field) => [field, PLACEHOLDER])) };
}

function requireFit<T extends object>(ref: DocumentRef<T>, fields: Readonly<Record<string, unknown>>): void {
  const { error } = ref.collection.schema.safeParse(fields);
  const issues = error?.issues.flatMap((issue) => issuesOf(issue, fields)) ?? [];
  if (issues.length === 0) return;
  const told = issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new Error(`${documentPath(ref).join('/')} does not fit its schema: ${told}`, { cause: error });
}

/**
 * What an issue says of these fields: a schema speaks of whole documents, so it also misses the fields that are not changed. Of a
 * union, one alternative that takes the fields, or does not know them, is enough.
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
  const fields = Object.entries(data).filter(([field]) => !OWN_FIELDS.has(field));
  return Object.fromEntries(fields.map(([field, value]) => [field, decodeValue(value)]));
}

/** Every `Timestamp` becomes an `Instant`, also in fields that are not declared as times: others have written documents too. */
function decodeValue(value: unknown): unknown {
  if (value instanceof Timestamp) return instantOf(value);
  if (Array.isArray(value)) return value.map(decodeValue);
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decodeValue(inner)]));
}
