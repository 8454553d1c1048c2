import * as z from 'zod';
import { documentPath, parseDocument, parseWritten, storeTimeFields } from '../document-rules.ts';
import type { CollectionRef, DocumentRef, Stored, Version, Written } from '../document-store.ts';
import { type Instant, instantFromMicros } from '../instant.ts';
import { duplicateField } from './duplicate-field.ts';
import type { NextTick, SqliteConnection } from './sqlite-connection.ts';
import { corruptStore } from './sqlite-failure.ts';
import { tableOf, textColumns, textTableOf } from './sqlite-layout.ts';
import { parentKey, type SqliteQuery } from './sqlite-query.ts';

/** A placeholder for the commit time. A new document is validated with it before its commit. */
const PLACEHOLDER_TIME = instantFromMicros(0);

const Row = z.object({ id: z.string(), version: z.number(), body: z.string() });
type Row = Readonly<z.infer<typeof Row>>;
const KeyedRow = Row.extend({ key: z.number() });
/** A row of the SQLite table that stores a collection. */
export type KeyedRow = Readonly<z.infer<typeof KeyedRow>>;
const VersionOnly = z.object({ version: z.number() });
const VersionText = z.custom<Version>((value) => typeof value === 'string');

type Fields = Readonly<Record<string, unknown>>;

/** A new document, or changed fields of a stored document, ready to write except for the commit time. */
export interface DocumentDraft<T extends object> {
  readonly ref: DocumentRef<T>;
  readonly fields: Fields;
  readonly storeTimes: readonly string[];
}

interface StoredRow<T> {
  readonly document: Stored<T>;
  readonly row: KeyedRow;
}

interface TextLocation<T extends object> {
  readonly ref: DocumentRef<T>;
  readonly text: string;
  readonly key: number | bigint;
}

/** Prepares a new document for writing. Throws when it does not match its schema. */
export function draftDocument<T extends object>(ref: DocumentRef<T>, data: Written<T>): DocumentDraft<T> {
  documentPath(ref);
  const storeTimes = storeTimeFields(ref.collection, data);
  const fields = fieldsOf(parseWritten(ref, stamp(data, storeTimes, PLACEHOLDER_TIME)));
  for (const text of ref.collection.texts) textOf(ref, fields, text);
  return { ref, fields, storeTimes };
}

/**
 * Prepares changed fields of a document without validating them. `patch` validates them together with the stored
 * fields.
 */
export function draftFields<T extends object>(ref: DocumentRef<T>, data: Partial<Written<T>>): DocumentDraft<T> {
  documentPath(ref);
  const fields = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
  return { ref, fields, storeTimes: storeTimeFields(ref.collection, data) };
}

/** Reads the documents with the given ids, in the order of the ids. */
export function readDocuments<T extends object>(
  connection: SqliteConnection,
  ref: CollectionRef<T>,
  ids: readonly string[],
): readonly (Stored<T> | undefined)[] {
  return readDocumentsForUpdate(connection, ref, ids).map((found) => found?.document);
}

/** Reads documents together with their table rows, so that `patchRow` can change them without reading again. */
export function readDocumentsForUpdate<T extends object>(
  connection: SqliteConnection,
  ref: CollectionRef<T>,
  ids: readonly string[],
): readonly (StoredRow<T> | undefined)[] {
  for (const id of ids) documentPath({ ...ref, id });
  if (ids.length === 0) return [];
  const { collection } = ref;
  const oneOf = ids.length === 1 ? '= ?' : `IN (?${', ?'.repeat(ids.length - 1)})`;
  const sql = `SELECT key, id, version, body${textColumns(collection, collection.texts)} FROM ${tableOf(collection)} WHERE parent = ? AND id ${oneOf}`;
  const found = new Map<string, StoredRow<T>>();
  for (const columns of connection.prepare(sql).all(parentKey(ref), ...ids)) {
    const row = KeyedRow.parse(columns);
    found.set(row.id, { document: stored(connection, ref, { row, columns }), row });
  }
  return ids.map((id) => found.get(id));
}

export function readVersion<T extends object>(connection: SqliteConnection, ref: DocumentRef<T>): Version | undefined {
  const sql = `SELECT version FROM ${tableOf(ref.collection)} WHERE parent = ? AND id = ?`;
  const row = connection.prepare(sql).get(parentKey(ref), ref.id);
  return row === undefined ? undefined : versionOf(VersionOnly.parse(row).version);
}

export function select<T extends object>(
  connection: SqliteConnection,
  ref: CollectionRef<T>,
  { sql, values }: SqliteQuery,
): readonly Stored<T>[] {
  const rows = connection.prepare(sql).all(...values);
  return rows.map((columns) => stored(connection, ref, { row: Row.parse(columns), columns }));
}

/** Creates a document. Returns false and changes nothing when a document with this id exists. */
export function insert<T extends object>(connection: SqliteConnection, draft: DocumentDraft<T>, tick: number): boolean {
  const { ref } = draft;
  const fields = stamp(draft.fields, draft.storeTimes, instantFromMicros(tick));
  const { changes, lastInsertRowid } = connection
    .prepare(
      `INSERT INTO ${tableOf(ref.collection)} (parent, id, version, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    )
    .run(parentKey(ref), ref.id, tick, bodyOf(ref, fields));
  if (changes === 0) return false;
  for (const text of ref.collection.texts) writeText(connection, { ref, text, key: lastInsertRowid }, fields);
  return true;
}

/**
 * Changes fields of a document. Returns false when the document has another version than `ifVersion` or does not exist.
 */
export function patch<T extends object>(
  connection: SqliteConnection,
  draft: DocumentDraft<T>,
  { nextTick, ifVersion }: { readonly nextTick: NextTick; readonly ifVersion?: Version },
): boolean {
  const { ref } = draft;
  const found = connection
    .prepare(`SELECT key, id, version, body FROM ${tableOf(ref.collection)} WHERE parent = ? AND id = ?`)
    .get(parentKey(ref), ref.id);
  if (found === undefined) return false;
  const row = KeyedRow.parse(found);
  if (ifVersion !== undefined && versionOf(row.version) !== ifVersion) return false;
  patchRow(connection, draft, { row, tick: nextTick() });
  return true;
}

/**
 * Writes the changed fields of a draft into its document. All other fields of the document, including unknown ones,
 * stay unchanged. Throws when the changed document does not match the schema.
 */
export function patchRow<T extends object>(
  connection: SqliteConnection,
  draft: DocumentDraft<T>,
  { row: { key, body }, tick }: { readonly row: KeyedRow; readonly tick: number },
): void {
  const { ref } = draft;
  const before = bodyFields(connection, body);
  const changed = checkedChanges(draft, before, tick);
  connection
    .prepare(`UPDATE ${tableOf(ref.collection)} SET version = ?, body = ? WHERE key = ?`)
    .run(tick, bodyOf(ref, { ...before, ...changed }), key);
  const texts = ref.collection.texts.filter((text) => text in changed);
  for (const text of texts) writeText(connection, { ref, text, key }, changed);
}

export function remove<T extends object>(connection: SqliteConnection, ref: DocumentRef<T>): void {
  connection.prepare(`DELETE FROM ${tableOf(ref.collection)} WHERE parent = ? AND id = ?`).run(parentKey(ref), ref.id);
}

/** Deletes up to `limit` documents of a collection and returns how many it deleted. */
export function removeSome<T extends object>(
  connection: SqliteConnection,
  ref: CollectionRef<T>,
  limit: number,
): number {
  const table = tableOf(ref.collection);
  const sql = `DELETE FROM ${table} WHERE key IN (SELECT key FROM ${table} WHERE parent = ? LIMIT ?)`;
  return Number(connection.prepare(sql).run(parentKey(ref), limit).changes);
}

function stored<T extends object>(
  connection: SqliteConnection,
  ref: CollectionRef<T>,
  { row: { id, version, body }, columns }: { readonly row: Row; readonly columns: Fields },
): Stored<T> {
  const fields: Record<string, unknown> = { ...bodyFields(connection, body) };
  for (const text of ref.collection.texts) fields[text] = columns[text] ?? null;
  return { id, version: versionOf(version), data: parseDocument({ ...ref, id }, fields) };
}

function bodyFields({ path }: SqliteConnection, body: string): Fields {
  try {
    const fields: Fields = JSON.parse(body);
    // Tipoff writes what `JSON.stringify` returns. Only other text can have a field twice, so only that text is searched.
    const twice = JSON.stringify(fields) === body ? undefined : duplicateField(body);
    if (twice === undefined) return fields;
    throw new Error(`a document has the field ${JSON.stringify(twice)} twice`);
  } catch (failure) {
    throw corruptStore(path, failure);
  }
}

function bodyOf<T extends object>({ collection }: CollectionRef<T>, fields: Fields): string {
  const texts: readonly string[] = collection.texts;
  const body: Record<string, unknown> = {};
  for (const field of Object.keys(fields)) {
    if (!texts.includes(field)) body[field] = fields[field];
  }
  return JSON.stringify(body);
}

function checkedChanges<T extends object>(
  { ref, fields, storeTimes }: DocumentDraft<T>,
  before: Fields,
  tick: number,
): Fields {
  const changes = stamp(fields, storeTimes, instantFromMicros(tick));
  const emptyTexts = Object.fromEntries(ref.collection.texts.map((text) => [text, null]));
  const after = fieldsOf(parseWritten(ref, { ...emptyTexts, ...before, ...changes }));
  return Object.fromEntries(
    Object.keys(changes)
      .filter((field) => field in after)
      .map((field) => [field, after[field]]),
  );
}

function fieldsOf(data: object): Fields {
  return { ...data };
}

function writeText<T extends object>(connection: SqliteConnection, place: TextLocation<T>, fields: Fields): void {
  const { ref, text, key } = place;
  const value = textOf(ref, fields, text);
  const table = textTableOf(ref.collection, text);
  if (value === null) {
    connection.prepare(`DELETE FROM ${table} WHERE key = ?`).run(key);
  } else {
    connection.prepare(`INSERT OR REPLACE INTO ${table} (key, value) VALUES (?, ?)`).run(key, value);
  }
}

function textOf<T extends object>(ref: DocumentRef<T>, fields: Fields, text: string): string | null {
  const value = fields[text] ?? null;
  if (value === null || (typeof value === 'string' && value.isWellFormed())) return value;
  throw new Error(`${documentPath(ref).join('/')} does not match its schema: ${text}: must be well-formed text`);
}

function stamp(fields: object, storeTimes: readonly string[], time: Instant): Fields {
  const stamped: Record<string, unknown> = { ...fields };
  for (const field of storeTimes) stamped[field] = time;
  return stamped;
}

function versionOf(version: number): Version {
  return VersionText.parse(String(version));
}
