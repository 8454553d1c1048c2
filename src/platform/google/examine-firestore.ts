import type { v1 } from '@google-cloud/firestore';
import * as z from 'zod';
import type { DocumentStore } from '../document-store.ts';
import type { ServiceFinding } from '../service-finding.ts';
import {
  compareFirestoreIndexes,
  FoundField,
  FoundIndex,
  type FoundSettings,
  type IndexDifferences,
} from './compare-firestore-indexes.ts';
import type { FirestoreIndexes } from './firestore-indexes.ts';
import { readGoogle } from './read-google.ts';
import type { ClientOptions } from './run-clients.ts';

const SERVICE = 'Firestore';
const ANSWER_WITHIN_MS = 8_000;
const MOST_NAMED = 5;
/** Firestore lists fields only with this filter: those with settings of their own. */
const OWN_SETTINGS = 'indexConfig.usesAncestorConfig:false OR ttlConfig:*';

/** The client of Firestore's admin interface. */
export type FirestoreAdmin = InstanceType<typeof v1.FirestoreAdminClient>;

export interface FirestoreExamination {
  readonly store: Pick<DocumentStore, 'now'>;
  readonly projectId: string;
  readonly databaseId: string;
  /** The indexes and field settings that Tipoff needs. */
  readonly wanted: FirestoreIndexes;
  /** How to reach the admin interface; `none` for an emulator, which has no such interface and needs no indexes. */
  readonly admin: ClientOptions | 'none';
}

/** Examines whether Firestore can be reached, and whether the database has the indexes and deletes old documents. */
export async function examineFirestore(examination: FirestoreExamination): Promise<readonly ServiceFinding[]> {
  const { store, projectId, databaseId, wanted, admin } = examination;
  const database = `projects/${projectId}/databases/${databaseId}`;
  const question = {
    api: SERVICE,
    resource: database,
    ifMissing: 'Check GCP_PROJECT_ID and GCP_FIRESTORE_DATABASE, or create the database.',
    withinMs: ANSWER_WITHIN_MS,
  };
  const [reached, found] = await Promise.all([
    readGoogle({ ...question, role: 'roles/datastore.user' }, () => store.now()),
    admin === 'none'
      ? undefined
      : readGoogle({ ...question, role: 'roles/datastore.viewer' }, () => readSettings(database, admin)),
  ]);
  if (reached.type === 'unknown') return [problem(reached.why)];
  if (found === undefined) {
    const message = 'The emulator answers. It has no indexes and no retention times, so they were not examined.';
    return [{ service: SERVICE, level: 'unchecked', message }];
  }
  if (found.type === 'unknown') return [problem(found.why)];
  const differences = compareFirestoreIndexes(wanted, found.value);
  const findings = findingsOf(differences, { projectId, databaseId });
  if (findings.length > 0) return findings;
  const message = `The database ${databaseId} has all ${wanted.indexes.length} indexes that Tipoff needs, and deletes old documents.`;
  return [{ service: SERVICE, level: 'note', message }];
}

async function readSettings(database: string, options: ClientOptions): Promise<FoundSettings> {
  const { v1: clients } = await import('@google-cloud/firestore');
  const client = new clients.FirestoreAdminClient(options);
  try {
    return await readFirestoreSettings(database, client);
  } finally {
    await client.close();
  }
}

/** Reads the indexes and the settings of the fields of a database, such as `projects/p/databases/d`. */
export async function readFirestoreSettings(
  database: string,
  client: Pick<FirestoreAdmin, 'listIndexes' | 'listFields'>,
): Promise<FoundSettings> {
  const parent = `${database}/collectionGroups/-`;
  const limits = { timeout: ANSWER_WITHIN_MS };
  const [[indexes], [fields]] = await Promise.all([
    client.listIndexes({ parent }, limits),
    client.listFields({ parent, filter: OWN_SETTINGS }, limits),
  ]);
  return { indexes: z.array(FoundIndex).parse(indexes), fields: z.array(FoundField).parse(fields) };
}

function findingsOf(
  { missing, building, withoutTtl, indexedTexts }: IndexDifferences,
  place: { readonly projectId: string; readonly databaseId: string },
): readonly ServiceFinding[] {
  const deploy = `Run \`tipoff gcp setup\` with PLATFORM=gcp, or \`firebase deploy --only firestore:indexes --project ${place.projectId}\` in Tipoff's folder.`;
  const database = `The database ${place.databaseId}`;
  return [
    ...(missing.length === 0
      ? []
      : [problem(`${database} lacks indexes, so queries fail: ${named(missing)}. ${deploy}`)]),
    ...(building.length === 0
      ? []
      : [problem(`Firestore is still building indexes, so queries fail: ${named(building)}. Wait and examine again.`)]),
    ...(withoutTtl.length === 0
      ? []
      : [
          problem(
            `${database} never deletes old documents, because fields lack a TTL: ${named(withoutTtl)}. ${deploy}`,
          ),
        ]),
    ...(indexedTexts.length === 0
      ? []
      : [
          problem(
            `Firestore indexes fields that no query uses, which slows each write: ${named(indexedTexts)}. ${deploy}`,
          ),
        ]),
  ];
}

function named(entries: readonly string[]): string {
  const more = entries.length - MOST_NAMED;
  const listed = entries.slice(0, MOST_NAMED).join('; ');
  return more > 0 ? `${listed}; and ${more} more` : listed;
}

function problem(message: string): ServiceFinding {
  return { service: SERVICE, level: 'problem', message };
}
