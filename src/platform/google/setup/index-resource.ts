import { ALREADY_EXISTS, grpcCode } from '../call-google.ts';
import { compareFirestoreIndexes, fieldText, type IndexDifferences, indexText } from '../compare-firestore-indexes.ts';
import { type FirestoreAdmin, readFirestoreSettings } from '../examine-firestore.ts';
import type { FirestoreIndexes } from '../firestore-indexes.ts';
import { differs, type ResourceAdapter } from './resource.ts';

interface IndexPlace {
  readonly client: FirestoreAdmin;
  readonly projectId: string;
  readonly databaseId: string;
  readonly indexes: FirestoreIndexes;
}

/**
 * The indexes of a database, and the settings of its fields: which are not indexed, and which hold the time at which a
 * document is deleted. Firestore builds an index after it was created. Other indexes stay.
 */
export function indexResource({ client, projectId, databaseId, indexes: wanted }: IndexPlace): ResourceAdapter {
  const database = `projects/${projectId}/databases/${databaseId}`;
  const differences = async () => compareFirestoreIndexes(wanted, await readFirestoreSettings(database, client));
  const group = (collection: string) => `${database}/collectionGroups/${collection}`;
  return {
    async read() {
      return differs(counted(await differences()));
    },
    async apply() {
      const { missing, withoutTtl, indexedTexts } = await differences();
      for (const index of wanted.indexes.filter((each) => missing.includes(indexText(each)))) {
        await createIndex(client, group(index.collectionGroup), index);
      }
      const fields = new Set([...withoutTtl, ...indexedTexts]);
      for (const field of wanted.fieldOverrides.filter((each) => fields.has(fieldText(each)))) {
        await updateField(client, group(field.collectionGroup), field);
      }
    },
  };
}

/** Another run may have created the index since this one read them. */
async function createIndex(
  client: FirestoreAdmin,
  parent: string,
  { queryScope, fields }: FirestoreIndexes['indexes'][number],
): Promise<void> {
  try {
    await client.createIndex({ parent, index: { queryScope, fields: fields.map((field) => ({ ...field })) } });
  } catch (error) {
    if (grpcCode(error) !== ALREADY_EXISTS) throw error;
  }
}

async function updateField(
  client: FirestoreAdmin,
  parent: string,
  { fieldPath, ttl }: FirestoreIndexes['fieldOverrides'][number],
): Promise<void> {
  const field = {
    name: `${parent}/fields/${fieldPath}`,
    indexConfig: { indexes: [] },
    ...(ttl ? { ttlConfig: {} } : {}),
  };
  await client.updateField({ field, updateMask: { paths: ['index_config', ...(ttl ? ['ttl_config'] : [])] } });
}

function counted({ missing, withoutTtl, indexedTexts }: IndexDifferences): readonly string[] {
  return [
    ...(missing.length === 0 ? [] : [`${missing.length} indexes are missing`]),
    ...(withoutTtl.length === 0 ? [] : [`${withoutTtl.length} fields lack a TTL`]),
    ...(indexedTexts.length === 0 ? [] : [`${indexedTexts.length} fields are indexed in vain`]),
  ];
}
