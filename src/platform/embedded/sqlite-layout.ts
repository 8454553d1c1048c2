import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { CollectionShape } from '../document-store.ts';

/** Grows when a file of this layout cannot be read by the code before it. */
export const LAYOUT_VERSION = 1;

const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
const OWN_COLUMNS: readonly string[] = ['parent', 'id', 'version', 'body'];

const META = 'CREATE TABLE IF NOT EXISTS store_meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT';
const FIRST_TICK = "INSERT OR IGNORE INTO store_meta (name, value) VALUES ('tick', 0)";

const Names = z.array(z.object({ name: z.string() }));

/** `"prediction_batches__players"`, the quoted name of the table that holds a collection. */
export function tableOf({ name, parent }: Pick<CollectionShape, 'name' | 'parent'>): string {
  return `"${parent === undefined ? name : `${parent}__${name}`}"`;
}

/** The value of a field that is no text; indexes and queries name it by this same expression, so that the one serves the other. */
export function fieldExpression(field: string): string {
  return `json_extract(body, '$.${field}')`;
}

/** Throws when a declaration cannot be a table, or two would be the same one. */
export function checkShapes(shapes: readonly CollectionShape[]): void {
  for (const shape of shapes) checkShape(shape);
  const tables = shapes.map(tableOf);
  const twice = tables.find((table, at) => tables.indexOf(table) !== at);
  if (twice !== undefined) throw new Error(`the collection ${twice} is declared twice`);
}

/** Creates what the shapes declare and the file lacks. A field declared as a text later than the table moves to its own column. */
export function layOut(database: DatabaseSync, shapes: readonly CollectionShape[]): void {
  const missing = () => missingStatements(database, shapes);
  if (missing().length === 0) return;
  database.exec('BEGIN IMMEDIATE');
  for (const sql of missing()) database.exec(sql);
  database.exec(`PRAGMA user_version = ${LAYOUT_VERSION}`);
  database.exec('COMMIT');
}

function checkShape(shape: CollectionShape): void {
  const indexed = shape.indexes.flat();
  const names = [shape.name, shape.parent ?? shape.name, ...shape.texts, ...indexed];
  const odd = names.find((name) => !NAME.test(name));
  if (odd !== undefined) throw new Error(`${tableOf(shape)}: ${JSON.stringify(odd)} cannot name a table or a field`);
  const taken = shape.texts.find((text) => OWN_COLUMNS.includes(text) || indexed.includes(text));
  if (taken !== undefined)
    throw new Error(`${tableOf(shape)}: ${taken} is indexed or a column of every table, so no text`);
}

function missingStatements(database: DatabaseSync, shapes: readonly CollectionShape[]): readonly string[] {
  const present = namesOf(database, 'SELECT name FROM sqlite_schema');
  const meta = present.has('store_meta') ? [] : [META, FIRST_TICK];
  return [...meta, ...shapes.flatMap((shape) => missingOf(shape, present, () => columnsOf(database, shape)))];
}

function missingOf(
  shape: CollectionShape,
  present: ReadonlySet<string>,
  columns: () => ReadonlySet<string>,
): readonly string[] {
  const table = tableOf(shape);
  const indexes = shape.indexes.filter((fields) => !present.has(indexName(shape, fields)));
  const creations = indexes.map((fields) => {
    const expressions = fields.map(fieldExpression).join(', ');
    return `CREATE INDEX "${indexName(shape, fields)}" ON ${table} (parent, ${expressions}, id)`;
  });
  if (!present.has(table.slice(1, -1))) return [tableSql(shape), ...creations];
  const there = columns();
  const texts = shape.texts.filter((text) => !there.has(text));
  return [...texts.flatMap((text) => textMoves(table, text)), ...creations];
}

function tableSql(shape: CollectionShape): string {
  const texts = shape.texts.map((text) => `, "${text}" TEXT`).join('');
  return `CREATE TABLE ${tableOf(shape)} (parent TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL${texts}, PRIMARY KEY (parent, id)) STRICT`;
}

function textMoves(table: string, text: string): readonly string[] {
  return [
    `ALTER TABLE ${table} ADD COLUMN "${text}" TEXT`,
    `UPDATE ${table} SET "${text}" = ${fieldExpression(text)}, body = json_remove(body, '$.${text}')`,
  ];
}

function indexName(shape: CollectionShape, fields: readonly string[]): string {
  return `${tableOf(shape).slice(1, -1)}:${fields.join(',')}`;
}

function columnsOf(database: DatabaseSync, shape: CollectionShape): ReadonlySet<string> {
  return namesOf(database, `SELECT name FROM pragma_table_info('${tableOf(shape).slice(1, -1)}')`);
}

function namesOf(database: DatabaseSync, sql: string): ReadonlySet<string> {
  return new Set(Names.parse(database.prepare(sql).all()).map(({ name }) => name));
}
