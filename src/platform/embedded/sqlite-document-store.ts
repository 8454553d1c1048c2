import type { SQLInputValue } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import * as z from 'zod';
import { assertQuery, collectionPath, documentPath } from '../document-rules.ts';
import type { CollectionRef, DocumentReads, DocumentRef, DocumentStore, Query, Version } from '../document-store.ts';
import { instantFromMicros } from '../instant.ts';
import { type NextTick, type SqliteConnection, type SqliteOptions, sqliteConnection } from './sqlite-connection.ts';
import {
  type DocumentDraft,
  draftDocument,
  draftFields,
  insert,
  patch,
  readDocuments,
  readVersion,
  remove,
  removeSome,
  select,
} from './sqlite-documents.ts';
import { GROUP_SIZE, type GroupCommit, groupCommit } from './sqlite-group-commit.ts';
import { countQuery, placeQuery, selectQuery } from './sqlite-query.ts';
import { runTransaction } from './sqlite-transaction.ts';

const Place = z.object({ place: z.union([z.string(), z.number(), z.null()]) });
const Count = z.object({ count: z.number() });

/**
 * Documents in one SQLite file, which several processes can use concurrently. The first call creates or opens the file. Only the declared
 * collections can be used. The version of a document is the tick of the commit that wrote it.
 *
 * @internal
 */
export function sqliteDocumentStore(options: SqliteOptions): DocumentStore {
  const connection = sqliteConnection(options);
  return sqliteDocumentStoreOn(connection);
}

/** Creates the document store on a SQLite connection that other adapters share. */
export function sqliteDocumentStoreOn(connection: SqliteConnection): DocumentStore {
  const group = groupCommit(connection);
  return {
    ...readsOf(connection),
    ...singleWritesOf(connection, group),
    createMany: async (ref, documents) => {
      const drafts = documents.map(({ id, data }) => draftDocument({ ...ref, id }, data));
      return await insertInGroups(connection, drafts);
    },
    deleteAll: async (ref) => await removeInGroups(connection, ref),
    transaction: async (decide) => await runTransaction(connection, decide),
    close: async () => {
      await group.flush();
      connection.close();
    },
  };
}

function readsOf(connection: SqliteConnection): Pick<DocumentStore, keyof DocumentReads | 'query' | 'count'> {
  return {
    get: async (ref) => await connection.reading(() => readDocuments(connection, ref, [ref.id])[0]),
    getAll: async (ref, ids) => await connection.reading(() => readDocuments(connection, ref, ids)),
    now: async () => instantFromMicros(connection.now(await connection.reading(() => connection.lastTick()))),
    query: async (ref, query) => {
      assertQuery(ref.collection, query);
      // A long read consists of pages. Between two pages, the event loop runs.
      await setImmediate();
      return await connection.reading(() =>
        select(connection, ref, selectQuery(ref, query, placeOf(connection, ref, query))),
      );
    },
    count: async (ref, where) => {
      const { sql, values } = countQuery(ref, where);
      return await connection.reading(() => Count.parse(connection.prepare(sql).get(...values)).count);
    },
  };
}

/** Reads the value by which a query sorts the document `afterId`. Throws when the query needs it and the document does not exist. */
function placeOf<T extends object>(
  connection: SqliteConnection,
  ref: CollectionRef<T>,
  query: Query<T>,
): SQLInputValue {
  const statement = placeQuery(ref, query);
  if (statement === undefined) return null;
  const found = connection.prepare(statement.sql).get(...statement.values);
  if (found === undefined) throw new Error(`afterId names no document of ${ref.collection.name}: ${query.afterId}`);
  return Place.parse(found).place;
}

function singleWritesOf(
  connection: SqliteConnection,
  group: GroupCommit,
): Pick<DocumentStore, 'create' | 'update' | 'delete'> {
  const hasVersion = <T extends object>(ref: DocumentRef<T>, version: Version) =>
    readVersion(connection, ref) === version;
  return {
    create: async (ref, data) => {
      const draft = draftDocument(ref, data);
      return await group.submit((nextTick) => (insert(connection, draft, nextTick()) ? 'created' : 'exists'));
    },
    update: async (ref, fields, ifVersion) => {
      const draft = draftFields(ref, fields);
      return await group.submit((nextTick) =>
        patch(connection, draft, { nextTick, ifVersion }) ? 'updated' : 'conflict',
      );
    },
    delete: async (ref, ifVersion) => {
      documentPath(ref);
      return await group.submit((nextTick) => {
        if (!hasVersion(ref, ifVersion)) return 'conflict';
        nextTick();
        remove(connection, ref);
        return 'deleted';
      });
    },
  };
}

async function insertInGroups<T extends object>(
  connection: SqliteConnection,
  drafts: readonly DocumentDraft<T>[],
): Promise<number> {
  let created = 0;
  for (let from = 0; from < drafts.length; from += GROUP_SIZE) {
    const group = drafts.slice(from, from + GROUP_SIZE);
    const inserted = await connection.writing((nextTick) =>
      group.filter((draft) => insert(connection, draft, nextTick())),
    );
    created += inserted.length;
    await setImmediate();
  }
  return created;
}

async function removeInGroups<T extends object>(connection: SqliteConnection, ref: CollectionRef<T>): Promise<void> {
  collectionPath(ref);
  const removeGroup = (nextTick: NextTick) => {
    nextTick();
    return removeSome(connection, ref, GROUP_SIZE);
  };
  while ((await connection.writing(removeGroup)) === GROUP_SIZE) await setImmediate();
}
