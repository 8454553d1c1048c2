import { Problem } from '../../problem.ts';
import type { FirestoreAdmin } from '../examine-firestore.ts';
import { absentIfMissing } from './absent-if-missing.ts';
import { type ResourceAdapter, SAME } from './resource.ts';

const NATIVE = 'FIRESTORE_NATIVE';

interface DatabasePlace {
  readonly client: FirestoreAdmin;
  readonly projectId: string;
  readonly databaseId: string;
  readonly location: string;
}

/** A Firestore database in native mode, protected from deletion. One that exists keeps its location, which cannot change. */
export function databaseResource({ client, projectId, databaseId, location }: DatabasePlace): ResourceAdapter {
  const parent = `projects/${projectId}`;
  return {
    read: () =>
      absentIfMissing(async () => {
        const [{ type }] = await client.getDatabase({ name: `${parent}/databases/${databaseId}` });
        if (type !== NATIVE) throw wrongMode(databaseId);
        return SAME;
      }),
    async apply() {
      const database = {
        locationId: location,
        type: NATIVE,
        deleteProtectionState: 'DELETE_PROTECTION_ENABLED',
      } as const;
      const [operation] = await client.createDatabase({ parent, databaseId, database });
      await operation.promise();
    },
  };
}

function wrongMode(databaseId: string): Problem {
  const message = `The database ${databaseId} is in Datastore mode, and Tipoff needs native mode. Set GCP_FIRESTORE_DATABASE to another name, and run setup again.`;
  return new Problem({ code: 'wrong_database_mode', message });
}
