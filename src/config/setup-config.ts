import * as z from 'zod';
import { named } from './named.ts';
import { parseVariables } from './parse-variables.ts';

const REGION = named(/^[a-z]+-[a-z]+\d+$/, 'a region of Google Cloud, such as us-central1');
const FIRESTORE_LOCATION = named(/^[a-z]+[a-z0-9-]*$/, 'a location of Firestore, such as nam5 or us-central1');

const SetupVariables = z.object({
  GCP_REGION: REGION.default('us-central1'),
  GCP_FIRESTORE_LOCATION: FIRESTORE_LOCATION.default('nam5'),
});

/** The variables whose values setup stores in Secret Manager. */
const SECRET_VARIABLES = [
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'TIPOFF_GITHUB_TOKEN',
  'TIPOFF_HEARTBEAT_URL',
] as const;

/** The variables that the programs in the cloud get from the configuration of the person who sets them up. */
const SHARED_VARIABLES = [
  'PLATFORM',
  'GCP_PROJECT_ID',
  'GCP_FIRESTORE_DATABASE',
  'GCP_REQUEST_TOPIC',
  'GCP_REQUEST_SUBSCRIPTION',
  'GCP_BIGQUERY_LOCATION',
  'GCP_BIGQUERY_DATASET_PREFIX',
  'GCP_BIGQUERY_MAX_GB',
  'GCP_PUSH_PER_SECOND',
  'SLACK_CHANNEL',
  'SLACK_CHANNELS',
  'TIPOFF_APPROVERS',
  'TIPOFF_TAKEOVER',
  'TIPOFF_FORCE_COMPLETE_APPROVALS',
  'TIPOFF_GAME_FREEZE',
  'TIPOFF_HEADLINE_MODEL',
  'TIPOFF_HOSTS',
  'TIPOFF_BUILDS_SUBSCRIPTION',
  'TIPOFF_REPOSITORY',
  'TIPOFF_SERVICES',
];

/** What `tipoff gcp setup` makes of the environment in which a person runs it. */
export interface SetupConfig {
  /** The region of the services. */
  readonly region: string;
  /** Where a Firestore database is created. */
  readonly firestoreLocation: string;
  /** How Slack reaches the bot in the cloud. */
  readonly slack: 'http' | 'socket';
  /** The variables of the services, without secrets. */
  readonly environment: Readonly<Record<string, string>>;
  /** The values of the secrets by their variables. They are never shown. */
  readonly secretValues: Partial<Readonly<Record<(typeof SECRET_VARIABLES)[number], string>>>;
}

export function readSetupConfig(variables: Readonly<Record<string, string | undefined>>): SetupConfig {
  const { GCP_REGION, GCP_FIRESTORE_LOCATION } = parseVariables(SetupVariables, variables);
  return {
    region: GCP_REGION,
    firestoreLocation: GCP_FIRESTORE_LOCATION,
    slack: variables['SLACK'] === 'socket' ? 'socket' : 'http',
    environment: picked(SHARED_VARIABLES, variables),
    secretValues: picked(SECRET_VARIABLES, variables),
  };
}

function picked(names: readonly string[], variables: Readonly<Record<string, string | undefined>>) {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = variables[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
