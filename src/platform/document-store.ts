import type * as z from 'zod';
import type { Instant } from './instant.ts';

/** Written in place of an `Instant`: the store puts the time of its own clock at the commit there. */
export const STORE_TIME: unique symbol = Symbol('the time of the commit, by the clock of the store');

/** The fields of a document; of a union, those of any member. */
type FieldOf<T> = T extends unknown ? keyof T & string : never;

/**
 * One kind of document, declared once. `parent` names the kind of document it lies under
 * (`prediction_batches/{id}/players/{player}`).
 * - `indexes`: each is a list of fields that `query` and `count` filter or order by. Only indexed fields may be used there.
 * - `texts`: big string fields. They are never indexed, and `query` leaves them out unless asked for; their schema takes null.
 * - `times`: fields that hold an `Instant`; a store with a time type of its own keeps them in it.
 */
export interface Collection<T extends object> {
  readonly name: string;
  readonly parent?: string;
  readonly schema: z.ZodType<T>;
  readonly indexes: readonly (readonly FieldOf<T>[])[];
  readonly texts: readonly FieldOf<T>[];
  readonly times: readonly FieldOf<T>[];
}

/** What a store knows of a collection before it has documents: enough to lay it out. */
export type CollectionShape = Omit<Collection<Record<string, unknown>>, 'schema'>;

/** Where a set of documents lies: a collection, and for a nested one the id of the parent document. */
export interface CollectionRef<T extends object> {
  readonly collection: Collection<T>;
  readonly parentId?: string;
}

export interface DocumentRef<T extends object> extends CollectionRef<T> {
  /** 1 to 500 characters, no slash, not `.` or `..`. */
  readonly id: string;
}

/** Changes with every write to the document. Opaque: compare for equality only. */
export type Version = string & { readonly __brand: 'Version' };

export interface Stored<T> {
  readonly id: string;
  readonly version: Version;
  readonly data: T;
}

export type Written<T> = { readonly [K in keyof T]: T[K] | (Instant extends T[K] ? typeof STORE_TIME : never) };

type Comparison = '==' | '<' | '<=' | '>' | '>=';
export type Condition<T> = readonly [field: FieldOf<T>, comparison: Comparison, value: string | number | boolean];

/** The fields used by `where` and `orderBy` together are the first fields of one of the collection's indexes; otherwise it throws. */
export interface Query<T> {
  readonly where?: readonly Condition<T>[];
  /** Documents come in the order of this field, then of their id, both in this direction; without it in the order of their id. */
  readonly orderBy?: readonly [field: FieldOf<T>, direction: 'asc' | 'desc'];
  readonly limit?: number;
  /** Only without `orderBy`: documents whose id comes after this one. For paging. */
  readonly afterId?: string;
  /** The big fields to read; the others come as null. */
  readonly texts?: readonly FieldOf<T>[];
}

/** What can be read by name, in a transaction as out of one. A document that does not fit its schema throws `UnfitDocument`. */
export interface DocumentReads {
  /** Resolves to `undefined` when there is no such document. */
  get<T extends object>(ref: DocumentRef<T>): Promise<Stored<T> | undefined>;

  /** The documents of these ids in one call, in the order of the ids; `undefined` in the place of one that does not exist. */
  getAll<T extends object>(ref: CollectionRef<T>, ids: readonly string[]): Promise<readonly (Stored<T> | undefined)[]>;

  /** The time of the store's clock, which is never before a commit that was read, here or elsewhere in this process. */
  now(): Promise<Instant>;
}

/**
 * Reads and writes that take effect together. What counts was decided on one state: where reads have seen more than one, the function is
 * run again. `create` and `update` are buffered and take effect when the function returns. Read before you write.
 */
export interface Transaction extends DocumentReads {
  /** The transaction fails as a whole when the document exists; so read it first. */
  create<T extends object>(ref: DocumentRef<T>, data: Written<T>): void;
  update<T extends object>(ref: DocumentRef<T>, fields: Partial<Written<T>>): void;
  delete<T extends object>(ref: DocumentRef<T>): void;
}

/**
 * Where state lives. Every write resolves after the commit that holds it, so what was answered survives a crash. A store
 * that cannot be reached throws `Unavailable`; a document that does not fit its schema throws with the path and the field. A read sees
 * its own process's writes and every committed one. By the store's clock no two commits are equal, and it never runs backwards.
 */
export interface DocumentStore extends DocumentReads {
  /** Creates the document unless it exists: of any number of callers exactly one is told `created`. */
  create<T extends object>(ref: DocumentRef<T>, data: Written<T>): Promise<'created' | 'exists'>;

  /** Changes the named fields if the document still has this version. `conflict` when it has another or is gone. */
  update<T extends object>(
    ref: DocumentRef<T>,
    fields: Partial<Written<T>>,
    ifVersion: Version,
  ): Promise<'updated' | 'conflict'>;

  /** Deletes the document if it still has this version. `conflict` when it has another or is gone. */
  delete<T extends object>(ref: DocumentRef<T>, ifVersion: Version): Promise<'deleted' | 'conflict'>;

  query<T extends object>(ref: CollectionRef<T>, query: Query<T>): Promise<readonly Stored<T>[]>;

  count<T extends object>(ref: CollectionRef<T>, where: readonly Condition<T>[]): Promise<number>;

  /** Creates many documents, not all at once: a crash leaves some of them. Those that exist are left as they are and not counted. */
  createMany<T extends object>(
    ref: CollectionRef<T>,
    documents: readonly { readonly id: string; readonly data: Written<T> }[],
  ): Promise<number>;

  /** Deletes every document of the collection under its parent. Not at once: safe to repeat. */
  deleteAll<T extends object>(ref: CollectionRef<T>): Promise<void>;

  /**
   * Runs `decide` and commits its writes if nothing it read has changed; otherwise runs it again, so it must have no effect of
   * its own. Throws after ten lost races.
   */
  transaction<R>(decide: (transaction: Transaction) => Promise<R>): Promise<R>;

  close(): Promise<void>;
}
