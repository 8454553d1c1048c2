import * as z from 'zod';
import { type RolePolicy, type Roles, SLACK_USER_ID } from '../coordination/identity/roles.ts';
import type { Build } from '../pipeline/player/format-provenance.ts';
import { type AuditConfig, readAuditConfig } from './audit-config.ts';
import { type GcpWarehouseConfig, readGcpWarehouseConfig } from './bigquery-config.ts';
import { type CodeConfig, readCodeConfig } from './code-config.ts';
import { dataFolderOf, type Folders } from './data-folder.ts';
import { readGameFreeze } from './freeze-config.ts';
import { type GoogleCallersConfig, readGoogleCallers } from './google-callers-config.ts';
import { readPinnedHeadline } from './headline-config.ts';
import { type JobsConfig, readJobsConfig } from './jobs-config.ts';
import { named } from './named.ts';
import { numberText } from './number-text.ts';
import { parseVariables } from './parse-variables.ts';
import { readServeConfig, type ServeConfig } from './serve-config.ts';
import { readSetupConfig, type SetupConfig } from './setup-config.ts';
import { readWorkspace, type WorkspaceConfig } from './slack-config.ts';

const TOPIC_NAME = /^[A-Za-z][A-Za-z0-9._~+%-]{2,254}$/;
const PROJECT_ID = /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/;
const SUBSCRIPTION_HINT = 'the name of a Pub/Sub subscription';
const DATABASE_ID = /^(\(default\)|[a-z][a-z0-9-]{2,61}[a-z0-9])$/;
const ADDRESS = /^([\w.-]+):(\d{1,5})$/;

/** Trims the variables, because values copied from files end in newlines. An empty variable counts as absent. */
const Variables = z.record(z.string(), z.string().optional()).transform((all) =>
  Object.fromEntries(
    Object.entries(all).flatMap(([name, value = '']) => {
      const trimmed = value.trim();
      return trimmed === '' ? [] : [[name, trimmed]];
    }),
  ),
);

const Address = named(ADDRESS, 'an address such as 127.0.0.1:8080').transform((text) => {
  const [host = '', port] = text.split(':');
  return { host, port: Number(port) };
});
type Address = z.infer<typeof Address>;

const Embedded = z.object({
  PLATFORM: z.literal('embedded'),
  TIPOFF_DATA: z.string().optional(),
});

const Gcp = z.object({
  PLATFORM: z.literal('gcp'),
  TIPOFF_DATA: z.string().optional(),
  GCP_PROJECT_ID: named(PROJECT_ID, 'the id of a Google Cloud project, such as my-project-1'),
  GCP_FIRESTORE_DATABASE: named(DATABASE_ID, 'the id of a Firestore database').default('(default)'),
  GCP_REQUEST_TOPIC: named(TOPIC_NAME, 'the name of a Pub/Sub topic').default('prediction-requests'),
  GCP_REQUEST_SUBSCRIPTION: named(TOPIC_NAME, SUBSCRIPTION_HINT).default('prediction-requests-worker'),
  FIRESTORE_EMULATOR_HOST: Address.optional(),
  PUBSUB_EMULATOR_HOST: Address.optional(),
});

const MOST_APPROVALS = 5;
const APPROVALS_HINT = `it must be the number of people who have to approve, 1 to ${MOST_APPROVALS}`;
const Approvals = z.object({
  TIPOFF_FORCE_COMPLETE_APPROVALS: numberText({ max: MOST_APPROVALS, hint: APPROVALS_HINT }).prefault('1'),
});

const SlackUser = named(
  SLACK_USER_ID,
  'Slack user ids with commas between them, such as U012AB3CD (not names, because people in a real workspace choose their own names)',
);

const NO_NAMES = 'it must name at least one person; unset it to allow every person';
/** A list of names with commas between them. Each name may begin with @. */
const Listed = z.string().transform((text) =>
  text
    .split(',')
    .map((name) => name.trim().replace(/^@/, ''))
    .filter((name) => name !== ''),
);

const BuildVariables = z.object({
  BUILD_COMMIT: named(/^[0-9a-f]{7,40}$/, 'a commit id of 7 to 40 hexadecimal digits, 0 to 9 and a to f').optional(),
  K_REVISION: z.string().optional(),
});

const Platform = z.enum(['embedded', 'gcp'], { error: 'it must be embedded (the default) or gcp' });

/** The configuration, read once from the environment at start. */
export type Config = PlatformConfig &
  CodeConfig & {
    readonly slack: WorkspaceConfig;
    readonly roles: Roles;
    readonly build: Build;
    /** The id of the model that always gives the projections. If undefined, the grades decide. */
    readonly pinnedHeadline: string | undefined;
    /** Whether deploys are frozen from the last call of a game date until its last tip-off. */
    readonly gameFreeze: 'on' | 'off';
    readonly jobs: JobsConfig;
    readonly serve: ServeConfig;
  };

export type PlatformConfig = EmbeddedConfig | GcpConfig;

interface EmbeddedConfig extends AuditConfig {
  readonly platform: 'embedded';
  /** Absolute path of the folder that holds the stores. */
  readonly dataFolder: string;
}

export interface GcpConfig extends AuditConfig, GoogleCallersConfig {
  readonly platform: 'gcp';
  /** Absolute path of the folder for what stays on this machine: the log of commands, the keys and what the warehouse exports. */
  readonly dataFolder: string;
  readonly projectId: string;
  readonly firestoreDatabase: string;
  readonly requestTopic: string;
  readonly requestSubscription: string;
  readonly warehouse: GcpWarehouseConfig;
  readonly setup: SetupConfig;
  readonly firestoreEmulator?: Address;
  readonly pubsubEmulator?: Address;
}

/**
 * Returns whether several processes share the stores. Otherwise the warehouse is a file in the data folder, which one
 * process holds.
 */
export function sharesStores(config: PlatformConfig): boolean {
  return config.platform === 'gcp' && config.warehouse.type === 'bigquery';
}

/** Reads the configuration. Throws a `Problem` that names the variable, its value and what to write. */
export function readConfig(env: Readonly<Record<string, string | undefined>>, folders: Folders): Config {
  const variables = Variables.parse(env);
  const platform = readPlatform(variables, folders);
  const slack = readWorkspace(variables, sharesStores(platform) ? 'shared' : 'own');
  return {
    ...platform,
    slack,
    roles: {
      approvers: readRole('TIPOFF_APPROVERS', variables, slack),
      takeover: readRole('TIPOFF_TAKEOVER', variables, slack),
      forceCompleteApprovals: parseVariables(Approvals, variables).TIPOFF_FORCE_COMPLETE_APPROVALS,
    },
    build: readBuild(variables),
    pinnedHeadline: readPinnedHeadline(variables),
    gameFreeze: readGameFreeze(variables),
    ...readCodeConfig(variables, folders),
    jobs: readJobsConfig(variables, folders),
    serve: readServeConfig(variables),
  };
}

/** Reads who has a role: Slack user ids, or names with the local Slack. Every person has the role if the variable is not set. */
function readRole(
  variable: 'TIPOFF_APPROVERS' | 'TIPOFF_TAKEOVER',
  variables: Readonly<Record<string, string | undefined>>,
  { mode }: Pick<WorkspaceConfig, 'mode'>,
): RolePolicy {
  if (variables[variable] === undefined) return { type: 'every-person' };
  const names = z.array(mode === 'local' ? z.string() : SlackUser).min(1, NO_NAMES);
  return {
    type: 'listed',
    names: parseVariables(z.object({ [variable]: Listed.pipe(names) }), variables)[variable] ?? [],
  };
}

/**
 * Reads the commit from which the container image was built and its Cloud Run revision; each is null when it is not
 * set.
 */
function readBuild(variables: Readonly<Record<string, string | undefined>>): Build {
  const { BUILD_COMMIT, K_REVISION } = parseVariables(BuildVariables, variables);
  return { commit: BUILD_COMMIT ?? null, revision: K_REVISION ?? null };
}

function readPlatform(variables: Readonly<Record<string, string | undefined>>, folders: Folders): PlatformConfig {
  const platform = parseVariables(z.object({ PLATFORM: Platform.default('embedded') }), variables).PLATFORM;
  const audit = readAuditConfig(variables, folders);
  if (platform === 'embedded') {
    const { TIPOFF_DATA } = parseVariables(Embedded, { ...variables, PLATFORM: platform });
    return { platform, ...audit, dataFolder: dataFolderOf(TIPOFF_DATA, folders) };
  }
  const gcp = parseVariables(Gcp, variables);
  return {
    platform,
    ...audit,
    dataFolder: dataFolderOf(gcp.TIPOFF_DATA, folders),
    projectId: gcp.GCP_PROJECT_ID,
    firestoreDatabase: gcp.GCP_FIRESTORE_DATABASE,
    requestTopic: gcp.GCP_REQUEST_TOPIC,
    requestSubscription: gcp.GCP_REQUEST_SUBSCRIPTION,
    warehouse: readGcpWarehouseConfig(variables),
    setup: readSetupConfig(variables),
    ...readGoogleCallers(variables),
    ...(gcp.FIRESTORE_EMULATOR_HOST === undefined ? {} : { firestoreEmulator: gcp.FIRESTORE_EMULATOR_HOST }),
    ...(gcp.PUBSUB_EMULATOR_HOST === undefined ? {} : { pubsubEmulator: gcp.PUBSUB_EMULATOR_HOST }),
  };
}
