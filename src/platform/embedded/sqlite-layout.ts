import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { CollectionShape } from '../document-store.ts';

/**
 * The version of the SQLite table layout. Increase it when earlier versions of Tipoff cannot read a file of the new
 * layout.
 */
export const LAYOUT_VERSION = 1;

const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
const RESERVED_COLUMNS: readonly string[] = ['key', 'parent', 'id', 'version', 'body'];

const META = 'CREATE TABLE IF NOT EXISTS store_meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT';
const FIRST_TICK = "INSERT OR IGNORE INTO store_meta (name, value) VALUES ('tick', 0)";

const Names = z.array(z.object({ name: z.string() }));

/** Returns the quoted name of a collection's table, such as `"prediction_batches__players"`. */
export function tableOf({ name, parent }: Pick<CollectionShape, 'name' | 'parent'>): string {
  return `"${parent === undefined ? name : `${parent}__${name}`}"`;
}

/**
 * Returns the quoted name of the table for a big text field, such as `"prediction_batches__players.rows"`. Big texts
 * have their own table, because SQLite rewrites whole rows. Therefore changing a document does not rewrite its texts,
 * and a scan does not read them.
 */
export function textTableOf(shape: Pick<CollectionShape, 'name' | 'parent'>, text: string): string {
  return `"${tableOf(shape).slice(1, -1)}.${text}"`;
}

/** Returns SQL expressions that add big text fields to a SELECT from the collection's table. */
export function textColumns(shape: CollectionShape, texts: readonly string[]): string {
  const columns = shape.texts
    .filter((text) => texts.includes(text))
    .map((text) => {
      const table = textTableOf(shape, text);
      return `, (SELECT value FROM ${table} WHERE ${table}.key = ${tableOf(shape)}.key) AS "${text}"`;
    });
  return columns.join('');
}

/**
 * Returns the SQL expression of a document field that is not a big text. SQLite ignores an index whose expression
 * differs from the query's, so both must use this expression.
 */
export function fieldExpression(field: string): string {
  return `json_extract(body, '$.${field}')`;
}

/** Throws when a collection cannot be stored as a table, or when two collections would share a table. */
export function checkShapes(shapes: readonly CollectionShape[]): void {
  for (const shape of shapes) checkShape(shape);
  const tables = shapes.map(tableOf);
  const twice = tables.find((table, at) => tables.indexOf(table) !== at);
  if (twice !== undefined) throw new Error(`the collection ${twice} is declared twice`);
}

/**
 * Creates the missing tables and indexes of the collections. When a field's declaration as a big text has changed,
 * moves its values to a table of its own or back.
 */
export function updateLayout(database: DatabaseSync, shapes: readonly CollectionShape[]): void {
  const missing = () => missingStatements(namesIn(database), shapes);
  if (missing().length === 0) return;
  database.exec('BEGIN IMMEDIATE');
  for (const sql of missing()) database.exec(sql);
  database.exec(`PRAGMA user_version = ${LAYOUT_VERSION}`);
  database.exec('COMMIT');
}

function checkShape(shape: CollectionShape): void {
  const indexed = shape.indexes.flat();
  const names = [shape.name, shape.parent ?? shape.name, ...shape.texts, ...indexed];
  const invalid = names.find((name) => !NAME.test(name));
  if (invalid !== undefined)
    throw new Error(`${tableOf(shape)}: ${JSON.stringify(invalid)} is not a valid name of a table or field`);
  const taken = shape.texts.find((text) => RESERVED_COLUMNS.includes(text) || indexed.includes(text));
  if (taken !== undefined)
    throw new Error(
      `${tableOf(shape)}: the field ${taken} cannot be a big text, because it is indexed or has the name of a reserved column`,
    );
}

function missingStatements(present: ReadonlySet<string>, shapes: readonly CollectionShape[]): readonly string[] {
  const meta = present.has('store_meta') ? [] : [META, FIRST_TICK];
  return [...meta, ...shapes.flatMap((shape) => missingOf(shape, present))];
}

function missingOf(shape: CollectionShape, present: ReadonlySet<string>): readonly string[] {
  const isMissing = (quoted: string) => !present.has(quoted.slice(1, -1));
  const texts = shape.texts.filter((text) => isMissing(textTableOf(shape, text)));
  const indexes = shape.indexes.filter((fields) => isMissing(indexOf(shape, fields)));
  return [
    ...(isMissing(tableOf(shape)) ? [tableSql(shape)] : []),
    ...formerTexts(shape, present).flatMap((text) => restoreTextSql(shape, text)),
    ...texts.flatMap((text) => textTableSql(shape, text)),
    ...indexes.map((fields) => indexSql(shape, fields)),
  ];
}

/** Returns the fields that still have a table of their own but are no longer declared as big texts. */
function formerTexts(shape: CollectionShape, present: ReadonlySet<string>): readonly string[] {
  const prefix = `${tableOf(shape).slice(1, -1)}.`;
  return [...present]
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length))
    .filter((text) => !shape.texts.includes(text));
}

function tableSql(shape: CollectionShape): string {
  return `CREATE TABLE ${tableOf(shape)} (
    key INTEGER PRIMARY KEY, parent TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL,
    UNIQUE (parent, id)
  ) STRICT`;
}

function textTableSql(shape: CollectionShape, text: string): readonly string[] {
  const [table, texts] = [tableOf(shape), textTableOf(shape, text)];
  return [
    `CREATE TABLE ${texts} (
      key INTEGER PRIMARY KEY REFERENCES ${table} (key) ON DELETE CASCADE, value TEXT NOT NULL
    ) STRICT`,
    `INSERT INTO ${texts} SELECT key, ${fieldExpression(text)} FROM ${table} WHERE ${fieldExpression(text)} IS NOT NULL`,
    `UPDATE ${table} SET body = json_remove(body, '$.${text}') WHERE json_type(body, '$.${text}') IS NOT NULL`,
  ];
}

function restoreTextSql(shape: CollectionShape, text: string): readonly string[] {
  const [table, texts] = [tableOf(shape), textTableOf(shape, text)];
  const value = `(SELECT value FROM ${texts} WHERE ${texts}.key = ${table}.key)`;
  return [`UPDATE ${table} SET body = json_set(body, '$.${text}', ${value})`, `DROP TABLE ${texts}`];
}

function indexSql(shape: CollectionShape, fields: readonly string[]): string {
  const expressions = fields.map(fieldExpression).join(', ');
  return `CREATE INDEX ${indexOf(shape, fields)} ON ${tableOf(shape)} (parent, ${expressions}, id)`;
}

function indexOf(shape: CollectionShape, fields: readonly string[]): string {
  return `"${tableOf(shape).slice(1, -1)}:${fields.join(',')}"`;
}

function namesIn(database: DatabaseSync): ReadonlySet<string> {
  return new Set(Names.parse(database.prepare('SELECT name FROM sqlite_schema').all()).map(({ name }) => name));
}
