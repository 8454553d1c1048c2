import type { CloudSetupReport, CloudSetupRequest } from '#src/platform/cloud-setup.ts';
import { firestoreIndexes } from '#src/platform/google/firestore-indexes.ts';
import { type GoogleSetupOptions, googleSetup } from '#src/platform/google/setup/google-setup.ts';
import { Problem } from '#src/platform/problem.ts';
import type { GoogleProject } from '#test/emulators/google-project/google-project.ts';

export const IMAGE = `us-docker.pkg.dev/p/tipoff/tipoff@sha256:${'a'.repeat(64)}`;
export const OTHER_IMAGE = `us-docker.pkg.dev/p/tipoff/tipoff@sha256:${'b'.repeat(64)}`;
export const SIGNING_SECRET = 'a-signing-secret-of-a-test';
export const WITH_TOKENS = { SLACK_BOT_TOKEN: 'xoxb-of-a-test', SLACK_SIGNING_SECRET: SIGNING_SECRET } as const;

const COLLECTION = { name: 'batches', indexes: [['game_date', 'status']], texts: ['rows'], times: [] };
const DATASETS = ['nba_predictions', 'nba_raw'];

export const SETTINGS: GoogleSetupOptions['settings'] = {
  projectId: 'p',
  region: 'us-central1',
  slack: 'http',
  environment: { PLATFORM: 'gcp', GCP_PROJECT_ID: 'p', SLACK_CHANNEL: 'nba-predictions' },
  database: { id: '(default)', location: 'nam5', indexes: firestoreIndexes([COLLECTION], { batches: 30 }) },
  datasets: DATASETS,
  queue: {
    topic: 'requests',
    subscription: 'requests-worker',
    deadLetterTopic: 'requests-dlq',
    deadLetterSubscription: 'requests-dlq-sub',
  },
  jobs: [
    { name: 'check-jobs', summary: 'Check the jobs.', due: ['*/15 * * * *'] },
    { name: 'predict-last-call', summary: 'Predict.', due: ['*/15 9-15 * * *', '0 16 * * *'] },
  ],
};

interface SetupVariation {
  readonly settings?: Partial<GoogleSetupOptions['settings']>;
  readonly secretValues?: GoogleSetupOptions['secretValues'];
  readonly request?: Partial<CloudSetupRequest>;
}

/** Sets up a project, with an image and the tokens of Slack unless the variation says otherwise. */
export async function setUp(project: GoogleProject, variation: SetupVariation = {}): Promise<CloudSetupReport> {
  const { settings = {}, secretValues = WITH_TOKENS, request = {} } = variation;
  const run = googleSetup({
    settings: { ...SETTINGS, ...settings },
    secretValues,
    warehouse: tablesOf(project),
    place: project.place,
  });
  return await run({ mode: 'apply', workers: 'push', image: IMAGE, ...request }, () => undefined);
}

/** The migrations as setup sees them: they create the datasets. The tests of the warehouse cover them. */
function tablesOf({ state }: GoogleProject): GoogleSetupOptions['warehouse'] {
  return {
    async check() {
      if (DATASETS.some((dataset) => !state.access.has(dataset)))
        throw new Problem({ code: 'warehouse_schema', message: 'Tables are missing.' });
    },
    async migrate() {
      for (const dataset of DATASETS) {
        if (!state.access.has(dataset)) state.access.set(dataset, { etag: '1', access: [{ role: 'OWNER' }] });
      }
      return [];
    },
  };
}

/** The ids of the resources with a result. */
export function having(result: CloudSetupReport['steps'][number]['result'], { steps }: CloudSetupReport) {
  return steps.filter((step) => step.result === result).map(({ resource }) => resource);
}

/** What setup says of one resource. */
export function detailOf(resource: string, { steps }: CloudSetupReport): string {
  return steps.find((step) => step.resource === resource)?.detail ?? `${resource} is not in the report`;
}
