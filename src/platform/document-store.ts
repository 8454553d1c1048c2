import type * as z from 'zod';
import type { Instant } from './instant.ts';

/** A placeholder to write for an `Instant`. The store replaces it with the time of the commit by its own clock. */
export const STORE_TIME: unique symbol = Symbol('the commit time by the clock of the store');

/** The field names of a document. If its schema is a union, these are the field names of all members. */
type FieldOf<T> = T extends unknown ? keyof T & string : never;

/**
 * The declaration of one kind of document. `parent` names the collection in which the collection is nested
 * (`prediction_batches/{id}/players/{player}`).
 * - `indexes`: lists of fields. The fields by which one `query` or `count` filters and sorts must all be in one list.
 * - `texts`: big string fields. They are never indexed. `query` returns a big text as null unless the query names it,
 * so its schema accepts null.
 * - `times`: fields that hold an `Instant`. A store with a native time type uses it for them.
 */
export interface Collection<T extends object> {
  readonly name: string;
  readonly parent?: string;
  readonly schema: z.ZodType<T>;
  readonly indexes: readonly (readonly FieldOf<T>[])[];
  readonly texts: readonly FieldOf<T>[];
  readonly times: readonly FieldOf<T>[];
}

/** A collection's declaration without its schema. A store needs only this to create tables and indexes. */
export type CollectionShape = Omit<Collection<Record<string, unknown>>, 'schema'>;

/** Refers to a set of documents: a collection and, for a nested collection, the id of the parent document. */
export interface CollectionRef<T extends object> {
  readonly collection: Collection<T>;
  readonly parentId?: string;
}

export interface DocumentRef<T extends object> extends CollectionRef<T> {
  /** The document's id: 1 to 500 characters without a slash, and not `.`, `..` or of the form `__name__`. */
  readonly id: string;
}

/** A document's version, which changes with every write. Compare versions for equality only. */
export type Version = string & { readonly __brand: 'Version' };

export interface Stored<T> {
  readonly id: string;
  readonly version: Version;
  readonly data: T;
}

export type Written<T> = { readonly [K in keyof T]: T[K] | (Instant extends T[K] ? typeof STORE_TIME : never) };

type Comparison = '==' | '<' | '<=' | '>' | '>=';
export type Condition<T> = readonly [field: FieldOf<T>, comparison: Comparison, value: string | number | boolean];

/** The fields of `where` and `orderBy` together must be the first fields of one of the collection's indexes; otherwise the query throws. */
export interface Query<T> {
  readonly where?: readonly Condition<T>[];
  /**
   * Sorts the documents by this field and then by id, both in this direction. Without `orderBy`, documents are sorted
   * by id, ascending.
   */
  readonly orderBy?: readonly [field: FieldOf<T>, direction: 'asc' | 'desc'];
  /** The maximum number of documents that the query returns, at least 1. A query with a range needs `orderBy` for it. */
  readonly limit?: number;
  /**
   * The id after which the result starts, in the order of the query: the last id of the page before. With `orderBy`, the
   * document must exist, because its field says where the next page starts. A query with a range needs `orderBy` for it.
   */
  readonly afterId?: string;
  /** The big text fields to read. The query returns all other big text fields as null. */
  readonly texts?: readonly FieldOf<T>[];
}

/**
 * Reads documents by id, inside or outside a transaction. A document that does not match its schema throws
 * `InvalidDocument`.
 */
export interface DocumentReads {
  /** Reads one document. Resolves to `undefined` when the document does not exist. */
  get<T extends object>(ref: DocumentRef<T>): Promise<Stored<T> | undefined>;

  /**
   * Reads several documents in one call. The result has the order of the ids, with `undefined` for each document that
   * does not exist.
   */
  getAll<T extends object>(ref: CollectionRef<T>, ids: readonly string[]): Promise<readonly (Stored<T> | undefined)[]>;

  /** Returns the time by the store's clock. It is never earlier than a commit that this process has read. */
  now(): Promise<Instant>;
}

/**
 * A transaction: its reads see one consistent state, and its writes take effect together. Writes are buffered until the
 * transaction's function returns. A read after the first write throws.
 */
export interface Transaction extends DocumentReads {
  /** Creates a document. The whole transaction fails when the document exists, so read the document first. */
  create<T extends object>(ref: DocumentRef<T>, data: Written<T>): void;
  /** Changes the named fields of a document. The whole transaction fails when the document does not exist. */
  update<T extends object>(ref: DocumentRef<T>, fields: Partial<Written<T>>): void;
  delete<T extends object>(ref: DocumentRef<T>): void;
}

/**
 * The store of all state except predictions. A write resolves after its commit, so an answered write survives a crash.
 * A read sees every committed write. The store's clock never runs backwards. Commits that write the same document have
 * different times; other commits may have the same time, so a rule that sorts by time also sorts by id. Every method throws `Unavailable` when the store cannot be reached. The caller may retry, although a write over a network
 * may have taken effect. A write that does not match the document's schema throws with the path and the fields.
 */
export interface DocumentStore extends DocumentReads {
  /** Creates a document unless it exists. When several callers create it concurrently, exactly one gets `created`. */
  create<T extends object>(ref: DocumentRef<T>, data: Written<T>): Promise<'created' | 'exists'>;

  /**
   * Changes the named fields of a document if it still has this version. Resolves to `conflict` when the document has
   * another version or was deleted.
   */
  update<T extends object>(
    ref: DocumentRef<T>,
    fields: Partial<Written<T>>,
    ifVersion: Version,
  ): Promise<'updated' | 'conflict'>;

  /**
   * Deletes a document if it still has this version. Resolves to `conflict` when the document has another version or
   * was deleted.
   */
  delete<T extends object>(ref: DocumentRef<T>, ifVersion: Version): Promise<'deleted' | 'conflict'>;

  query<T extends object>(ref: CollectionRef<T>, query: Query<T>): Promise<readonly Stored<T>[]>;

  count<T extends object>(ref: CollectionRef<T>, where: readonly Condition<T>[]): Promise<number>;

  /**
   * Creates many documents and resolves to the number created. The call is not atomic: a crash can leave some of the
   * documents, and repeating the call is safe. Documents that exist stay as they are and are not counted.
   */
  createMany<T extends object>(
    ref: CollectionRef<T>,
    documents: readonly { readonly id: string; readonly data: Written<T> }[],
  ): Promise<number>;

  /** Deletes every document of the collection under its parent. The call is not atomic; repeating it is safe. */
  deleteAll<T extends object>(ref: CollectionRef<T>): Promise<void>;

  /**
   * Runs `decide` as a transaction and commits its writes if no document that it read has changed. Otherwise runs
   * `decide` again, so it must have no other side effects. Throws after ten conflicts with other writers.
   */
  transaction<R>(decide: (transaction: Transaction) => Promise<R>): Promise<R>;

  close(): Promise<void>;
}
