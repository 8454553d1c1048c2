import type * as z from 'zod';
import type { CollectionShape, DocumentRef } from './document-store.ts';
import { STORE_TIME } from './document-store.ts';
import { InvalidDocument } from './invalid-document.ts';

const MAX_ID_LENGTH = 500;
const RESERVED_ID = /^__.*__$/s;

interface ShapeRef {
  readonly collection: CollectionShape;
  readonly parentId?: string;
}

interface DocumentShapeRef extends ShapeRef {
  readonly id: string;
}

interface QueriedFields {
  readonly where?: readonly (readonly [field: string, comparison: string, value: unknown])[];
  readonly orderBy?: readonly [field: string, direction: 'asc' | 'desc'];
}

interface QueryShape extends QueriedFields {
  readonly limit?: number;
  readonly afterId?: string;
}

/**
 * Returns the segments of a collection's path, such as `[prediction_batches, b1, players]`. Throws when the parent's id
 * is missing, unexpected or invalid.
 */
export function collectionPath({ collection, parentId }: ShapeRef): readonly string[] {
  if (collection.parent === undefined) {
    if (parentId !== undefined) throw new Error(`${collection.name} is a top-level collection: remove parentId`);
    return [collection.name];
  }
  if (parentId === undefined) throw new Error(`${collection.name} is nested in ${collection.parent}: pass parentId`);
  return [collection.parent, checkedId(parentId, collection.parent), collection.name];
}

/**
 * Returns the segments of a document's path. Throws when an id is not 1 to 500 characters, contains a slash, or is `.`,
 * `..` or of the form `__name__`.
 */
export function documentPath(ref: DocumentShapeRef): readonly string[] {
  return [...collectionPath(ref), checkedId(ref.id, ref.collection.name)];
}

/**
 * Parses a document's fields with the schema of its collection. Throws `InvalidDocument` with the path and the fields
 * when they do not match.
 */
export function parseDocument<T extends object>(ref: DocumentRef<T>, fields: Readonly<Record<string, unknown>>): T {
  const parsed = ref.collection.schema.safeParse(fields, { error: plainFault });
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the document'}: ${message}`);
  throw new InvalidDocument(documentPath(ref).join('/'), { issues, cause: parsed.error });
}

/**
 * Parses fields that Tipoff is about to write. If they do not match the schema, Tipoff has a bug, so this function throws
 * no `InvalidDocument`, which means a damaged store.
 */
export function parseWritten<T extends object>(ref: DocumentRef<T>, fields: Readonly<Record<string, unknown>>): T {
  try {
    return parseDocument(ref, fields);
  } catch (error) {
    if (!(error instanceof InvalidDocument)) throw error;
    throw new Error(error.message, { cause: error });
  }
}

/**
 * Describes what is wrong with a stored field, as the end of a sentence. A message that the schema defines comes first.
 */
function plainFault(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined) return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `is not of the type ${issue.expected}`;
    case 'invalid_value':
    case 'invalid_union':
      return 'has an unknown value';
    case 'too_small':
      return 'is too small';
    case 'too_big':
      return 'is too large';
    case 'unrecognized_keys':
      return `has unknown fields: ${issue.keys.join(', ')}`;
    default:
      return undefined;
  }
}

/**
 * Returns the fields whose value is `STORE_TIME`. Throws when the collection does not declare such a field as a time.
 */
export function storeTimeFields(collection: CollectionShape, fields: object): readonly string[] {
  const entries: [string, unknown][] = Object.entries(fields);
  const storeTimes = entries.filter(([, value]) => value === STORE_TIME).map(([field]) => field);
  const undeclared = storeTimes.find((field) => !collection.times.includes(field));
  if (undeclared !== undefined) throw new Error(`${collection.name}.${undeclared} is not declared as a time`);
  return storeTimes;
}

/**
 * Throws when a store cannot answer a query with one read of an index. Firestore can limit a range only in the order of
 * its field, and a range that is read completely costs a read for each document.
 */
export function assertQuery(collection: CollectionShape, query: QueryShape): void {
  const { where = [], orderBy, limit, afterId } = query;
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit > 0)) {
    throw new Error(`limit must be a positive whole number, not ${limit}`);
  }
  const hasRange = where.some(([, comparison]) => comparison !== '==');
  if (hasRange && orderBy === undefined && (limit !== undefined || afterId !== undefined)) {
    throw new Error(`a range in ${collection.name} needs orderBy when it has a limit or starts after an id`);
  }
  assertIndexed(collection, query);
}

/**
 * Throws unless the fields of a query are, in any order, the first fields of one declared index. Without an index SQLite would scan the
 * collection and Firestore would refuse the query.
 */
export function assertIndexed(collection: CollectionShape, { where = [], orderBy }: QueriedFields): void {
  const fields = where.map(([field]) => field);
  const used = [...new Set(orderBy === undefined ? fields : [...fields, orderBy[0]])];
  const covered = collection.indexes.some((index) =>
    used.every((field) => index.slice(0, used.length).includes(field)),
  );
  if (!covered && used.length > 0) {
    throw new Error(`${collection.name} has no index that starts with ${used.join(', ')}: declare one`);
  }
}

/** Returns whether every store accepts the text as the id of a document. Firestore reserves `.`, `..` and `__name__`. */
export function isDocumentId(id: string): boolean {
  const fits = id.length > 0 && id.length <= MAX_ID_LENGTH && !id.includes('/') && id.isWellFormed();
  return fits && id !== '.' && id !== '..' && !RESERVED_ID.test(id);
}

function checkedId(id: string, collection: string): string {
  if (isDocumentId(id)) return id;
  throw new Error(
    `${JSON.stringify(id.slice(0, 60))} is not a valid document id in ${collection}: use 1 to ${MAX_ID_LENGTH} characters without a slash, and not ., .. or __name__`,
  );
}
