import { buildsVariables } from './builds-subscription.ts';
import type { CloudSettings } from './cloud-settings.ts';
import { type AccountName, GRANTS } from './grants.ts';
import type { WantedResource } from './resource.ts';
import type { RunSpec } from './run-spec.ts';
import { AUDIT_KEY_SECRET, SECRETS, type SecretId } from './secrets.ts';
import { isNeeded } from './setup-conditions.ts';

type Program = Extract<WantedResource, { kind: 'service' | 'worker-pool' }>;

/** The file system of Cloud Run is in memory, and what is below /tmp may be written. */
const DATA_FOLDER = '/tmp/tipoff';
const AUDIT_KEY_FOLDER = '/secrets/audit';
const AUDIT_KEY_FILE = 'audit.key';
/** The bot holds timers and Slack's connection, and the jobs lead batches, so both work between requests. */
const ALWAYS = { cpu: 'always', instances: { min: 1, max: 2 }, concurrency: 80 } as const;
const PUSHED = { cpu: 'during-requests', instances: { min: 0, max: 10 }, concurrency: 32 } as const;
const PULLING = { cpu: 'always', instances: { min: 2, max: 2 }, concurrency: 1 } as const;

/** The programs in Cloud Run: bot, jobs and workers. */
export function wantedPrograms(settings: CloudSettings): readonly Program[] {
  const { workers, slack } = settings;
  return [
    {
      kind: 'service',
      spec: {
        ...program('bot', settings),
        ...ALWAYS,
        reachableFrom: slack === 'http' ? 'everywhere' : 'project',
      },
    },
    { kind: 'service', spec: { ...program('jobs', settings), ...ALWAYS, reachableFrom: 'project' } },
    workers === 'push'
      ? { kind: 'service', spec: { ...program('worker', settings), ...PUSHED, reachableFrom: 'project' } }
      : { kind: 'worker-pool', spec: { ...program('worker', settings), ...PULLING, reachableFrom: 'project' } },
  ];
}

function program(role: RunSpec['role'], settings: CloudSettings) {
  const name = `tipoff-${role}`;
  const url = serviceUrl(name, settings);
  const hosts = 'TIPOFF_HOSTS' in settings.environment ? [settings.environment['TIPOFF_HOSTS']] : [];
  const secrets = GRANTS.filter((each) => each.to === role && isNeeded(each, settings)).flatMap(({ on }) =>
    secretIdOf(on),
  );
  return {
    name,
    role,
    image: settings.image,
    serviceAccount: accountEmail(role, settings),
    environment: {
      ...sharedVariables(role, settings),
      TIPOFF_HOSTS: [new URL(url).host, ...hosts].join(','),
      TIPOFF_DATA: DATA_FOLDER,
      TIPOFF_AUDIT_KEY: `${AUDIT_KEY_FOLDER}/${AUDIT_KEY_FILE}`,
      ...pushVariables(settings),
      ...ROLE_VARIABLES[role](settings),
    },
    secretVariables: Object.fromEntries(secrets.filter((id) => id !== AUDIT_KEY_SECRET).map((id) => [SECRETS[id], id])),
    auditKey: { secret: AUDIT_KEY_SECRET, folder: AUDIT_KEY_FOLDER, file: AUDIT_KEY_FILE },
    url,
  };
}

const ROLE_VARIABLES: Readonly<Record<RunSpec['role'], (settings: CloudSettings) => Readonly<Record<string, string>>>> =
  {
    bot: (settings) => ({ SLACK: settings.slack, ...buildsVariables(settings) }),
    jobs: (settings) => ({
      GCP_JOBS_AUDIENCE: serviceUrl('tipoff-jobs', settings),
      GCP_JOBS_SERVICE_ACCOUNT: accountEmail('scheduler', settings),
    }),
    worker: () => ({}),
  };

/** Only the bot speaks with Slack and reads the messages about builds. */
function sharedVariables(role: RunSpec['role'], { environment }: CloudSettings): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => role === 'bot' || !/^(?:SLACK_|TIPOFF_BUILDS_)/.test(name)),
  );
}

function pushVariables(settings: CloudSettings): Readonly<Record<string, string>> {
  if (settings.workers === 'pull') return {};
  const audience = serviceUrl('tipoff-worker', settings);
  return {
    GCP_PUSH_ENDPOINT: `${audience}/pubsub/predict`,
    GCP_PUSH_AUDIENCE: audience,
    GCP_PUSH_SERVICE_ACCOUNT: accountEmail('pusher', settings),
  };
}

function secretIdOf(place: string): readonly SecretId[] {
  return Object.keys(SECRETS).filter((id): id is SecretId => place === `the secret ${id}`);
}

export function accountEmail(name: AccountName, { projectId }: Pick<CloudSettings, 'projectId'>): string {
  return `tipoff-${name}@${projectId}.iam.gserviceaccount.com`;
}

/** The URL that Cloud Run gives a service, which is known before the service exists. */
export function serviceUrl(name: string, { projectNumber, region }: CloudSettings): string {
  return `https://${name}-${projectNumber}.${region}.run.app`;
}
