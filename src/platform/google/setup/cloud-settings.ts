import type { FirestoreIndexes } from '../firestore-indexes.ts';
import type { PubsubNames } from '../pubsub-connection.ts';
import type { SecretVariable } from './secrets.ts';

/** A job that Cloud Scheduler starts. */
interface ScheduledTime {
  readonly name: string;
  readonly summary: string;
  /** Cron patterns with five fields, in New York time. */
  readonly due: readonly string[];
}

/** Everything from which the list of wanted resources is computed. It has no secret. */
export interface CloudSettings {
  readonly projectId: string;
  /** The number that Google gave the project. It is in the URLs of services and in the names of Google's agents. */
  readonly projectNumber: string;
  /** The region of the services and the schedule, such as `us-central1`. */
  readonly region: string;
  readonly database: { readonly id: string; readonly location: string; readonly indexes: FirestoreIndexes };
  /** The names of the datasets in the project; empty when the tables are not in BigQuery. */
  readonly datasets: readonly string[];
  readonly queue: PubsubNames;
  readonly workers: 'push' | 'pull';
  readonly slack: 'http' | 'socket';
  /** The image with its digest; undefined when the deployed image stays. */
  readonly image: string | undefined;
  /** The variables of all programs, without secrets. */
  readonly environment: Readonly<Record<string, string>>;
  /** The variables of secrets for which the configuration has a value. */
  readonly given: ReadonlySet<SecretVariable>;
  readonly jobs: readonly ScheduledTime[];
}
