import type { SQLInputValue } from 'node:sqlite';
import * as z from 'zod';
import { documentPath, parseDocument, storeTimeFields } from '../document-rules.ts';
import type { CollectionRef, DocumentRef, Stored, Version, Written } from '../document-store.ts';
import { type Instant, instantFromMicros } from '../instant.ts';
import type { SqliteConnection } from './sqlite-connection.ts';
import { corruptStore } from './sqlite-failure.ts';
import { tableOf } from './sqlite-layout.ts';
import { parentKey, type SqliteQuery } from './sqlite-query.ts';

/** Stands for the time of the commit while a document is checked, before there is one. */
const SOME_INSTANT = instantFromMicros(0);

const Row = z.object({ id: z.string(), version: z.number(), body: z.string() });
const VersionOnly = z.object({ version: z.number() });
const VersionText = z.custom<Version>((value) => typeof value === 'string');

type Fields = Readonly<Record<string, unknown>>;

/** A document, or fields of one, that fit the schema but for the times the commit puts in. */
export interface Draft<T extends object> {
  readonly ref: DocumentRef<T>;
  readonly fields: Fields;
  readonly storeTimes: readonly string[];
}

/** Throws when the document does not fit its schema. */
export function draftDocument<T extends object>(ref: DocumentRef<T>, data: Written<T>): Draft<T> {
  documentPath(ref);
  const storeTimes = storeTimeFields(ref.collection, data);
  const fields = Object.fromEntries(Object.entries(parseDocument(ref, stamp(data, storeTimes, SOME_INSTANT))));
  checkTexts(ref, fields);
  return { ref, fields, storeTimes };
}

/** Whether the fields fit is only known together with those the document has; `patch` checks it. */
export function draftFields<T extends object>(ref: DocumentRef<T>, data: Partial<Written<T>>): Draft<T> {
  documentPath(ref);
  const fields = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
  return { ref, fields, storeTimes: storeTimeFields(ref.collection, data) };
}

export function read<T extends object>(connection: SqliteConnection, ref: DocumentRef<T>): Stored<T> | undefined {
  documentPath(ref);
  const texts = ref.collection.texts.map((text) => `, "${text}"`).join('');
  const sql = `SELECT id, version, body${texts} FROM ${tableOf(ref.collection)} WHERE parent = ? AND id = ?`;
  const row = connection.prepare(sql).get(parentKey(ref), ref.id);
  return row === undefined ? undefined : stored(connection, ref, row);
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
  return rows.map((row) => stored(connection, ref, row));
}

/** False when a document of this id exists; it is left as it is. */
export function insert<T extends object>(connection: SqliteConnection, draft: Draft<T>, tick: number): boolean {
  const { ref, storeTimes } = draft;
  const { texts } = ref.collection;
  const fields = stamp(draft.fields, storeTimes, instantFromMicros(tick));
  const columns = texts.map((text) => `, "${text}"`).join('');
  const marks = ', ?'.repeat(texts.length);
  const sql = `INSERT INTO ${tableOf(ref.collection)} (parent, id, version, body${columns}) VALUES (?, ?, ?, ?${marks}) ON CONFLICT DO NOTHING`;
  const values = texts.map((text) => textOf(fields, text));
  const { changes } = connection.prepare(sql).run(parentKey(ref), ref.id, tick, bodyOf(ref, fields), ...values);
  return changes === 1;
}

/** Changes the fields of the draft, keeping all others, also those the schema does not know. Throws when the result does not fit. */
export function patch<T extends object>(connection: SqliteConnection, draft: Draft<T>, tick: number): void {
  const { ref, storeTimes } = draft;
  const where = 'WHERE parent = ? AND id = ?';
  const table = tableOf(ref.collection);
  const row = Row.parse(
    connection.prepare(`SELECT id, version, body FROM ${table} ${where}`).get(parentKey(ref), ref.id),
  );
  const changes = stamp(draft.fields, storeTimes, instantFromMicros(tick));
  const before = bodyFields(connection, row.body);
  const after = Object.entries(parseDocument(ref, { ...unreadTexts(ref), ...before, ...changes }));
  const checked = Object.fromEntries(after.filter(([field]) => field in changes));
  checkTexts(ref, checked);
  const texts = ref.collection.texts.filter((text) => text in checked);
  const assignments = texts.map((text) => `, "${text}" = ?`).join('');
  const sql = `UPDATE ${table} SET version = ?, body = ?${assignments} ${where}`;
  const values: SQLInputValue[] = texts.map((text) => textOf(checked, text));
  connection.prepare(sql).run(tick, bodyOf(ref, { ...before, ...checked }), ...values, parentKey(ref), ref.id);
}

export function remove<T extends object>(connection: SqliteConnection, ref: DocumentRef<T>): void {
  connection.prepare(`DELETE FROM ${tableOf(ref.collection)} WHERE parent = ? AND id = ?`).run(parentKey(ref), ref.id);
}

/** Deletes up to `limit` documents and tells how many there were. */
export function removeSome<T extends object>(
  connection: SqliteConnection,
  ref: CollectionRef<T>,
  limit: number,
): number {
  const table = tableOf(ref.collection);
  const sql = `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE parent = ? LIMIT ?)`;
  return Number(connection.prepare(sql).run(parentKey(ref), limit).changes);
}

function stored<T extends object>(connection: SqliteConnection, ref: CollectionRef<T>, row: Fields): Stored<T> {
  const { id, version, body } = Row.parse(row);
  const fields: Record<string, unknown> = { ...bodyFields(connection, body) };
  for (const text of ref.collection.texts) fields[text] = row[text] ?? null;
  return { id, version: versionOf(version), data: parseDocument({ ...ref, id }, fields) };
}

function bodyFields({ path }: SqliteConnection, body: string): Fields {
  try {
    return JSON.parse(body);
  } catch (failure) {
    throw corruptStore(path, failure);
  }
}

function bodyOf<T extends object>({ collection }: CollectionRef<T>, fields: Fields): string {
  const texts: readonly string[] = collection.texts;
  const body: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(fields)) {
    if (!texts.includes(field)) body[field] = value;
  }
  return JSON.stringify(body);
}

function unreadTexts<T extends object>({ collection }: CollectionRef<T>): Fields {
  return Object.fromEntries(collection.texts.map((text) => [text, null]));
}

function checkTexts<T extends object>(ref: DocumentRef<T>, fields: Fields): void {
  for (const text of ref.collection.texts) {
    if (textOf(fields, text)?.isWellFormed() === false) {
      throw new Error(
        `${documentPath(ref).join('/')} does not fit its schema: ${text}: half of a surrogate pair is no text`,
      );
    }
  }
}

function textOf(fields: Fields, text: string): string | null {
  return z.string().nullish().parse(fields[text]) ?? null;
}

function stamp(fields: object, storeTimes: readonly string[], time: Instant): Fields {
  return storeTimes.length === 0
    ? { ...fields }
    : { ...fields, ...Object.fromEntries(storeTimes.map((field) => [field, time])) };
}

function versionOf(version: number): Version {
  return VersionText.parse(String(version));
}
