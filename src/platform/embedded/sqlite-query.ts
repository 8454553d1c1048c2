import type { SQLInputValue } from 'node:sqlite';
import { collectionPath, requireIndex } from '../document-rules.ts';
import type { CollectionRef, Condition, Query } from '../document-store.ts';
import { fieldExpression, tableOf, textColumns } from './sqlite-layout.ts';

const NO_LIMIT = -1;

export interface SqliteQuery {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** The parent as its column holds it: empty for a collection that lies under no document. */
export function parentKey(ref: { readonly parentId?: string }): string {
  return ref.parentId ?? '';
}

/** Throws when no index answers the query, or it asks for what cannot be. */
export function selectQuery<T extends object>(ref: CollectionRef<T>, query: Query<T>): SqliteQuery {
  const { where = [], orderBy, limit = NO_LIMIT, afterId } = query;
  if (afterId !== undefined && orderBy) throw new Error('afterId pages in the order of ids: give no orderBy with it');
  if (query.limit !== undefined && !(Number.isSafeInteger(limit) && limit > 0)) {
    throw new Error(`limit is a positive whole number, not ${limit}`);
  }
  requireIndex(ref.collection, { where, orderBy: orderBy?.[0] });
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
  requireIndex(ref.collection, { where });
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

/** SQLite puts every number before every text; a range ends where the type of its bound does. */
function sameType<T>(expression: string, [, comparison, value]: Condition<T>): string {
  if (typeof value === 'string') return comparison.startsWith('<') ? ` AND ${expression} >= ''` : '';
  return comparison.startsWith('>') ? ` AND ${expression} < ''` : '';
}
