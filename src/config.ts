import { resolve } from 'node:path';
import * as z from 'zod';
import { Problem } from './platform/problem.ts';

const TOPIC_NAME = /^[A-Za-z][A-Za-z0-9._~+%-]{2,254}$/;
const PROJECT_ID = /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/;
const DATASET_PREFIX = /^[A-Za-z0-9_]{0,64}$/;

/** A variable that is set to nothing counts as absent. */
const Variables = z
  .record(z.string(), z.string().optional())
  .transform((all) =>
    Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value.trim() !== '')),
  );

const Embedded = z.object({
  PLATFORM: z.literal('embedded'),
  TIPOFF_DATA: z.string().default('data'),
});

const Gcp = z.object({
  PLATFORM: z.literal('gcp'),
  TIPOFF_DATA: z.string().default('data'),
  GCP_PROJECT_ID: named(PROJECT_ID, 'the id of a Google Cloud project, such as my-project-1'),
  GCP_DATASET_PREFIX: named(DATASET_PREFIX, 'letters, digits and underscores, at most 64').default(''),
  GCP_REQUEST_TOPIC: named(TOPIC_NAME, 'the name of a Pub/Sub topic').default('prediction-request-prod'),
  GCP_DEAD_LETTER_TOPIC: named(TOPIC_NAME, 'the name of a Pub/Sub topic').default('prediction-request-dead-letter'),
});

const Platform = z.enum(['embedded', 'gcp'], { error: 'the platform is embedded (the default) or gcp' });

/** What the environment decides, read once at the start. */
export type Config = EmbeddedConfig | GcpConfig;

interface EmbeddedConfig {
  readonly platform: 'embedded';
  /** Absolute path of the folder that holds the stores. */
  readonly dataFolder: string;
}

interface GcpConfig {
  readonly platform: 'gcp';
  /** Absolute path of the folder for what stays on this machine: the log and `server.json`. */
  readonly dataFolder: string;
  readonly projectId: string;
  /** Put before every dataset name, so that two installations can share a project. */
  readonly datasetPrefix: string;
  readonly requestTopic: string;
  readonly deadLetterTopic: string;
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
    datasetPrefix: gcp.GCP_DATASET_PREFIX,
    requestTopic: gcp.GCP_REQUEST_TOPIC,
    deadLetterTopic: gcp.GCP_DEAD_LETTER_TOPIC,
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
