import type { CollectionShape, DocumentRef } from './document-store.ts';
import { STORE_TIME } from './document-store.ts';
import { UnfitDocument } from './unfit-document.ts';

const MAX_ID_LENGTH = 500;

interface CollectionPlace {
  readonly collection: CollectionShape;
  readonly parentId?: string;
}

interface DocumentPlace extends CollectionPlace {
  readonly id: string;
}

interface IndexUse {
  readonly where: readonly (readonly [field: string, comparison: string, value: unknown])[];
  readonly orderBy?: string | undefined;
}

/** The segments of a collection's path, `[prediction_batches, b1, players]`. Throws when the parent's id is missing, needless or bad. */
export function collectionPath({ collection, parentId }: CollectionPlace): readonly string[] {
  if (collection.parent === undefined) {
    if (parentId !== undefined) throw new Error(`${collection.name} lies under no document, but a parentId was given`);
    return [collection.name];
  }
  if (parentId === undefined) throw new Error(`${collection.name} lies under ${collection.parent}: give its parentId`);
  return [collection.parent, checkedId(parentId, collection.parent), collection.name];
}

/** The segments of a document's path. Throws when an id is not 1 to 500 characters, has a slash, or is `.` or `..`. */
export function documentPath(ref: DocumentPlace): readonly string[] {
  return [...collectionPath(ref), checkedId(ref.id, ref.collection.name)];
}

/** The document, if its fields fit the schema; otherwise throws `UnfitDocument` with its path and the field. */
export function parseDocument<T extends object>(ref: DocumentRef<T>, fields: Readonly<Record<string, unknown>>): T {
  const parsed = ref.collection.schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the document'}: ${message}`);
  throw new UnfitDocument(documentPath(ref).join('/'), { issues, cause: parsed.error });
}

/** The fields in which `STORE_TIME` stands. Throws when one of them is not declared as a time. */
export function storeTimeFields(collection: CollectionShape, fields: object): readonly string[] {
  const entries: [string, unknown][] = Object.entries(fields);
  const stamped = entries.filter(([, value]) => value === STORE_TIME).map(([field]) => field);
  const undeclared = stamped.find((field) => !collection.times.includes(field));
  if (undeclared !== undefined) throw new Error(`${collection.name}.${undeclared} is not declared as a time`);
  return stamped;
}

/**
 * Throws unless the fields a query uses are, in any order, the first fields of one declared index: what no index answers would
 * read every document on one store and be refused by another.
 */
export function requireIndex(collection: CollectionShape, { where, orderBy }: IndexUse): void {
  const fields = where.map(([field]) => field);
  const used = [...new Set(orderBy === undefined ? fields : [...fields, orderBy])];
  const covered = collection.indexes.some((index) =>
    used.every((field) => index.slice(0, used.length).includes(field)),
  );
  if (!covered && used.length > 0) {
    throw new Error(`${collection.name} has no index that begins with ${used.join(', ')}: declare it`);
  }
}

function checkedId(id: string, collection: string): string {
  const good = id.length > 0 && id.length <= MAX_ID_LENGTH && !id.includes('/') && id !== '.' && id !== '..';
  if (!(good && id.isWellFormed())) {
    throw new Error(
      `${JSON.stringify(id.slice(0, 60))} cannot be the id of a document in ${collection}: 1 to ${MAX_ID_LENGTH} characters, no slash, not . or ..`,
    );
  }
  return id;
}
