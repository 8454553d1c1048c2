import type { SQLInputValue } from 'node:sqlite';
import { assertIndexed, collectionPath } from '../document-rules.ts';
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
 * Translates a query of the document store to SQL. Throws when no declared index covers the query or its options are
 * invalid.
 */
export function selectQuery<T extends object>(ref: CollectionRef<T>, query: Query<T>): SqliteQuery {
  const { where = [], orderBy, limit = NO_LIMIT, afterId } = query;
  if (afterId !== undefined && orderBy)
    throw new Error('afterId needs the order of ids, so it cannot be combined with orderBy');
  if (query.limit !== undefined && !(Number.isSafeInteger(limit) && limit > 0)) {
    throw new Error(`limit must be a positive whole number, not ${limit}`);
  }
  assertIndexed(ref.collection, { where, orderBy: orderBy?.[0] });
  const texts = textColumns(ref.collection, query.texts ?? []);
  const filter = filterOf(ref, where);
  const after = afterId === undefined ? { sql: '', values: [] } : { sql: ' AND id > ?', values: [afterId] };
  const order = orderBy ? `${fieldExpression(orderBy[0])} ${orderBy[1]}, id ${orderBy[1]}` : 'id';
  return {
    sql: `SELECT id, version, body${texts} ${filter.sql}${after.sql} ORDER BY ${order} LIMIT ?`,
    values: [...filter.values, ...after.values, limit],
  };
}

export function countQuery<T extends object>(ref: CollectionRef<T>, where: readonly Condition<T>[]): SqliteQuery {
  assertIndexed(ref.collection, { where });
  const filter = filterOf(ref, where);
  return { sql: `SELECT count(*) AS count ${filter.sql}`, values: filter.values };
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
