import { setImmediate } from 'node:timers/promises';
import type { CollectionShape } from '../document-store.ts';
import type { SqliteConnection } from './sqlite-connection.ts';
import { tableOf } from './sqlite-layout.ts';

const DAY_MICROS = 86_400_000_000;
const GROUP_SIZE = 500;

export interface RetentionRules {
  readonly collections: readonly CollectionShape[];
  /** The number of days after its last change for which a collection keeps a document. Other collections keep all. */
  readonly keepForDays: Readonly<Record<string, number>>;
}

/**
 * Deletes the documents whose last change is older than their collection keeps them, and resolves to their number. The
 * event loop runs between two groups of documents. Repeating an interrupted call is safe.
 */
export async function deleteOldDocuments(
  connection: SqliteConnection,
  { collections, keepForDays }: RetentionRules,
): Promise<number> {
  let deleted = 0;
  for (const shape of collections) {
    const days = keepForDays[shape.name];
    if (days !== undefined) deleted += await deleteOldOf(connection, shape, days);
  }
  return deleted;
}

/** The version of a document is the time of its last change by the store's clock, in microseconds since 1970. */
async function deleteOldOf(connection: SqliteConnection, shape: CollectionShape, days: number): Promise<number> {
  const table = tableOf(shape);
  const sql = `DELETE FROM ${table} WHERE key IN (SELECT key FROM ${table} WHERE version < ? LIMIT ${GROUP_SIZE})`;
  let deleted = 0;
  for (;;) {
    const changes = await connection.writing((_nextTick, lastTick) =>
      Number(connection.prepare(sql).run(connection.now(lastTick) - days * DAY_MICROS).changes),
    );
    deleted += changes;
    if (changes < GROUP_SIZE) return deleted;
    await setImmediate();
  }
}
