import * as z from 'zod';
import type { FirestoreIndexes } from './firestore-indexes.ts';

const GROUP = /\/collectionGroups\/([^/]+)\//;
const FIELD = /\/fields\/([^/]+)$/;
const ID_FIELD = '__name__';
const IN_USE = 'READY';
const BUILDING = 'CREATING';
const TTL_IN_USE = 'ACTIVE';

/** A composite index, as Firestore's admin interface returns it. */
export const FoundIndex = z.object({
  name: z.string(),
  queryScope: z.string(),
  state: z.string(),
  fields: z.array(z.object({ fieldPath: z.string(), order: z.string().nullish() })),
});
export type FoundIndex = z.infer<typeof FoundIndex>;

/** A field with its own settings, as Firestore's admin interface returns it. */
export const FoundField = z.object({
  name: z.string(),
  indexConfig: z
    .object({ indexes: z.array(z.unknown()).nullish(), usesAncestorConfig: z.boolean().nullish() })
    .nullish(),
  ttlConfig: z.object({ state: z.string() }).nullish(),
});
export type FoundField = z.infer<typeof FoundField>;

export interface FoundSettings {
  readonly indexes: readonly FoundIndex[];
  readonly fields: readonly FoundField[];
}

/** What a database lacks. Each entry names a collection and its fields. */
export interface IndexDifferences {
  /** Queries with these indexes fail. */
  readonly missing: readonly string[];
  /** Queries with these indexes fail until Firestore has built them. */
  readonly building: readonly string[];
  /** Documents of these collections are never deleted. */
  readonly withoutTtl: readonly string[];
  /** Firestore indexes these fields, which costs storage and time for each write. */
  readonly indexedTexts: readonly string[];
}

/** Compares the indexes and field settings of a database with those that Tipoff needs. Others may exist beside them. */
export function compareFirestoreIndexes(wanted: FirestoreIndexes, found: FoundSettings): IndexDifferences {
  const states = new Map(found.indexes.map((index) => [indexKey(index), index.state]));
  const inState = (accepted: (state: string | undefined) => boolean) =>
    wanted.indexes.map(indexText).filter((key) => accepted(states.get(key)));
  const fields = new Map(found.fields.map((field) => [fieldKey(field.name), field]));
  const lacking = (overrides: FirestoreIndexes['fieldOverrides'], has: (field: FoundField) => boolean) =>
    overrides.map(fieldText).filter((key) => !has(fields.get(key) ?? { name: key }));
  return {
    missing: inState((state) => state !== IN_USE && state !== BUILDING),
    building: inState((state) => state === BUILDING),
    withoutTtl: lacking(
      wanted.fieldOverrides.filter(({ ttl }) => ttl),
      ({ ttlConfig }) => ttlConfig?.state === TTL_IN_USE || ttlConfig?.state === BUILDING,
    ),
    indexedTexts: lacking(
      wanted.fieldOverrides.filter(({ ttl }) => !ttl),
      ({ indexConfig }) => indexConfig?.usesAncestorConfig !== true && indexConfig?.indexes?.length === 0,
    ),
  };
}

/** How the differences name an index. */
export function indexText({ collectionGroup, fields }: FirestoreIndexes['indexes'][number]): string {
  return keyOf(collectionGroup, fields);
}

/** How the differences name a field. */
export function fieldText({
  collectionGroup,
  fieldPath,
}: Pick<FirestoreIndexes['fieldOverrides'][number], 'collectionGroup' | 'fieldPath'>): string {
  return `${collectionGroup}.${fieldPath}`;
}

/** Firestore adds the id of the document to each index, in the order of the last field. */
function indexKey({ name, fields, queryScope }: FoundIndex): string {
  const own = fields.filter(({ fieldPath }) => fieldPath !== ID_FIELD);
  return queryScope === 'COLLECTION' ? keyOf(GROUP.exec(name)?.[1] ?? name, own) : `${queryScope} ${name}`;
}

function keyOf(
  collection: string,
  fields: readonly { readonly fieldPath: string; readonly order?: string | null | undefined }[],
): string {
  return `${collection} (${fields.map(({ fieldPath, order }) => `${fieldPath} ${order?.toLowerCase() ?? 'array'}`).join(', ')})`;
}

function fieldKey(name: string): string {
  return `${GROUP.exec(name)?.[1] ?? ''}.${FIELD.exec(name)?.[1]?.replaceAll('`', '') ?? ''}`;
}
