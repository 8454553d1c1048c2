import { resolve } from 'node:path';
import * as z from 'zod';
import { Problem } from './platform/problem.ts';

const TOPIC_NAME = /^[A-Za-z][A-Za-z0-9._~+%-]{2,254}$/;
const PROJECT_ID = /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/;
const DATABASE_ID = /^(\(default\)|[a-z][a-z0-9-]{2,61}[a-z0-9])$/;
const ADDRESS = /^([\w.-]+):(\d{1,5})$/;

/** A variable that is set to nothing counts as absent. */
const Variables = z
  .record(z.string(), z.string().optional())
  .transform((all) =>
    Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value.trim() !== '')),
  );

const Address = named(ADDRESS, 'an address such as 127.0.0.1:8080').transform((text) => {
  const [host = '', port] = text.split(':');
  return { host, port: Number(port) };
});
type Address = z.infer<typeof Address>;

const Embedded = z.object({
  PLATFORM: z.literal('embedded'),
  TIPOFF_DATA: z.string().default('data'),
});

const Gcp = z.object({
  PLATFORM: z.literal('gcp'),
  TIPOFF_DATA: z.string().default('data'),
  GCP_PROJECT_ID: named(PROJECT_ID, 'the id of a Google Cloud project, such as my-project-1'),
  GCP_FIRESTORE_DATABASE: named(DATABASE_ID, 'the id of a Firestore database').default('(default)'),
  GCP_REQUEST_TOPIC: named(TOPIC_NAME, 'the name of a Pub/Sub topic').default('prediction-requests'),
  GCP_REQUEST_SUBSCRIPTION: named(TOPIC_NAME, 'the name of a Pub/Sub subscription').default(
    'prediction-requests-worker',
  ),
  FIRESTORE_EMULATOR_HOST: Address.optional(),
  PUBSUB_EMULATOR_HOST: Address.optional(),
});

const Platform = z.enum(['embedded', 'gcp'], { error: 'the platform is embedded (the default) or gcp' });

/** What the environment decides, read once at the start. */
export type Config = EmbeddedConfig | GcpConfig;

interface EmbeddedConfig {
  readonly platform: 'embedded';
  /** Absolute path of the folder that holds the stores. */
  readonly dataFolder: string;
}

export interface GcpConfig {
  readonly platform: 'gcp';
  /** Absolute path of the folder for what stays on this machine: the warehouse, the log and `server.json`. */
  readonly dataFolder: string;
  readonly projectId: string;
  readonly firestoreDatabase: string;
  readonly requestTopic: string;
  readonly requestSubscription: string;
  readonly firestoreEmulator?: Address;
  readonly pubsubEmulator?: Address;
}

/** Reads the configuration. Throws a `Problem` that names the variable, its value and what would do. */
export function readConfig(env: Readonly<Record<string, string | undefined>>, workingFolder: string): Config {
  const variables = Variables.parse(env);
  const platform = parse(z.object({ PLATFORM: Platform.default('embedded') }), variables).PLATFORM;
  if (platform === 'embedded') {
    const { TIPOFF_DATA } = parse(Embedded, { ...variables, PLATFORM: platform });
    return { platform, dataFolder: resolve(workingFolder, TIPOFF_DATA) };
  }
  const gcp = parse(Gcp, variables);
  return {
    platform,
    dataFolder: resolve(workingFolder, gcp.TIPOFF_DATA),
    projectId: gcp.GCP_PROJECT_ID,
    firestoreDatabase: gcp.GCP_FIRESTORE_DATABASE,
    requestTopic: gcp.GCP_REQUEST_TOPIC,
    requestSubscription: gcp.GCP_REQUEST_SUBSCRIPTION,
    ...(gcp.FIRESTORE_EMULATOR_HOST === undefined ? {} : { firestoreEmulator: gcp.FIRESTORE_EMULATOR_HOST }),
    ...(gcp.PUBSUB_EMULATOR_HOST === undefined ? {} : { pubsubEmulator: gcp.PUBSUB_EMULATOR_HOST }),
  };
}

function named(pattern: RegExp, meaning: string) {
  return z.string({ error: `it must be set to ${meaning}` }).regex(pattern, { error: `it must be ${meaning}` });
}

function parse<T>(schema: z.ZodType<T>, variables: Readonly<Record<string, unknown>>): T {
  const result = schema.safeParse(variables);
  if (result.success) return result.data;
  const sentences = result.error.issues.map((issue) => {
    const variable = String(issue.path[0]);
    const value = variables[variable];
    const state = value === undefined ? 'is not set' : `is ${JSON.stringify(value)}`;
    return `The environment variable ${variable} ${state}: ${issue.message}.`;
  });
  throw new Problem({ code: 'bad_configuration', message: sentences.join(' ') });
}
