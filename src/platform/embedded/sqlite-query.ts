import type { SQLInputValue } from 'node:sqlite';
import { assertIndexed, assertQuery, collectionPath } from '../document-rules.ts';
import type { CollectionRef, Condition, Query } from '../document-store.ts';
import { fieldExpression, tableOf, textColumns } from './sqlite-layout.ts';

const NO_LIMIT = -1;

export interface SqliteQuery {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/**
 * Returns the value of the `parent` column for the documents of a collection. It is empty for a top-level collection.
 */
export function parentKey(ref: { readonly parentId?: string }): string {
  return ref.parentId ?? '';
}

/**
 * Translates a query of the document store to SQL. `place` is the value by which the query sorts the document `afterId`.
 * Throws when no declared index covers the query or its options are invalid.
 */
export function selectQuery<T extends object>(
  ref: CollectionRef<T>,
  query: Query<T>,
  place: SQLInputValue = null,
): SqliteQuery {
  const { where = [], orderBy, limit = NO_LIMIT } = query;
  assertQuery(ref.collection, query);
  const texts = textColumns(ref.collection, query.texts ?? []);
  const filter = filterOf(ref, where);
  const after = afterSql(query, place);
  const order = orderBy ? `${fieldExpression(orderBy[0])} ${orderBy[1]}, id ${orderBy[1]}` : 'id';
  return {
    sql: `SELECT id, version, body${texts} ${filter.sql}${after.sql} ORDER BY ${order} LIMIT ?`,
    values: [...filter.values, ...after.values, limit],
  };
}

/**
 * Returns the SQL that reads where a page of an ordered query starts; undefined when the ids alone say it.
 */
export function placeQuery<T extends object>(
  ref: CollectionRef<T>,
  { afterId, orderBy }: Query<T>,
): SqliteQuery | undefined {
  if (afterId === undefined || orderBy === undefined) return undefined;
  const sql = `SELECT ${fieldExpression(orderBy[0])} AS place FROM ${tableOf(ref.collection)} WHERE parent = ? AND id = ?`;
  return { sql, values: [parentKey(ref), afterId] };
}

export function countQuery<T extends object>(ref: CollectionRef<T>, where: readonly Condition<T>[]): SqliteQuery {
  assertIndexed(ref.collection, { where });
  const filter = filterOf(ref, where);
  return { sql: `SELECT count(*) AS count ${filter.sql}`, values: filter.values };
}

/** Translates the start of a result to SQL. SQLite sorts nulls before all values. */
function afterSql<T>({ afterId, orderBy }: Query<T>, place: SQLInputValue): SqliteQuery {
  if (afterId === undefined) return { sql: '', values: [] };
  if (orderBy === undefined) return { sql: ' AND id > ?', values: [afterId] };
  const [field, direction] = [fieldExpression(orderBy[0]), orderBy[1]];
  if (place === null) {
    const sql = direction === 'asc' ? `(${field} IS NOT NULL OR id > ?)` : `(${field} IS NULL AND id < ?)`;
    return { sql: ` AND ${sql}`, values: [afterId] };
  }
  const sql = direction === 'asc' ? `(${field}, id) > (?, ?)` : `((${field}, id) < (?, ?) OR ${field} IS NULL)`;
  return { sql: ` AND ${sql}`, values: [place, afterId] };
}

function filterOf<T extends object>(ref: CollectionRef<T>, where: readonly Condition<T>[]): SqliteQuery {
  collectionPath(ref);
  const conditions = where.map(([field, comparison, value]) => {
    const expression = fieldExpression(field);
    return ` AND ${expression} ${comparison} ?${sameType(expression, [field, comparison, value])}`;
  });
  const values = where.map(([, , value]) => (typeof value === 'boolean' ? Number(value) : value));
  return {
    sql: `FROM ${tableOf(ref.collection)} WHERE parent = ?${conditions.join('')}`,
    values: [parentKey(ref), ...values],
  };
}

/**
 * Returns the SQL that keeps texts out of a range of numbers, and numbers out of a range of texts. SQLite would
 * otherwise include them, because it sorts every number before every text.
 */
function sameType<T>(expression: string, [, comparison, value]: Condition<T>): string {
  if (typeof value === 'string') return comparison.startsWith('<') ? ` AND ${expression} >= ''` : '';
  return comparison.startsWith('>') ? ` AND ${expression} < ''` : '';
}
