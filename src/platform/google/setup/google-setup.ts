import { PassThroughClient } from 'google-auth-library';
import type { SetUpCloud } from '../../cloud-setup.ts';
import { Problem } from '../../problem.ts';
import type { BigqueryWarehouse } from '../bigquery-warehouse.ts';
import { googleCredentials } from '../google-credentials.ts';
import { googleProject } from '../google-project.ts';
import { googleRest } from '../google-rest.ts';
import { readGoogle } from '../read-google.ts';
import type { ClientOptions } from '../run-clients.ts';
import { adapterOf, type SecretValues } from './adapter-of.ts';
import { stepsByHand } from './by-hand.ts';
import type { CloudSettings } from './cloud-settings.ts';
import { SECRETS } from './secrets.ts';
import { setUpResources } from './set-up-resources.ts';
import { openSetupClients } from './setup-clients.ts';
import { wantedResources } from './wanted-resources.ts';

const PAUSE_MS = 1_000;
const PROJECT_WITHIN_MS = 6_000;

export interface GoogleSetupOptions {
  /** What the configuration says. The request and Google give the rest. */
  readonly settings: Omit<CloudSettings, 'projectNumber' | 'workers' | 'image' | 'given'>;
  readonly secretValues: SecretValues;
  readonly warehouse: Pick<BigqueryWarehouse, 'check' | 'migrate'>;
  /** Where Google is. The default is Google itself, with the credentials of the environment. */
  readonly place?: {
    readonly connection: ClientOptions;
    /** The URL under which the hosts of the REST interfaces are. */
    readonly restOrigin: string;
    /** The first pause between two attempts, in milliseconds. */
    readonly pauseMs: number;
  };
}

/** Sets up a project with Google's clients. */
export function googleSetup({ settings, secretValues, warehouse, place }: GoogleSetupOptions): SetUpCloud {
  return async ({ mode, workers, image }, progress) => {
    const { projectId, region } = settings;
    const rest = googleRest(place?.restOrigin);
    const projectNumber = await readProjectNumber(projectId, place?.restOrigin);
    const given = new Set(Object.values(SECRETS).filter((variable) => secretValues[variable] !== undefined));
    const wanted: CloudSettings = { ...settings, projectNumber, workers, image, given };
    const clients = await openSetupClients(place?.connection ?? { projectId });
    const pauseMs = place?.pauseMs ?? PAUSE_MS;
    const project = { clients, rest, projectId, region, warehouse, secretValues, pauseMs };
    try {
      const steps = await setUpResources(wantedResources(wanted), {
        mode,
        projectId,
        adapterOf: (resource) => adapterOf(resource.wanted, project),
        pauseMs,
        progress,
      });
      return { project: projectId, steps, byHand: stepsByHand(wanted) };
    } finally {
      await clients.close();
    }
  };
}

/** Throws a `Problem` when the project cannot be read, because then nothing of it can be set up. */
async function readProjectNumber(projectId: string, restOrigin: string | undefined): Promise<string> {
  if (restOrigin === undefined) await googleCredentials();
  const project = googleProject({
    projectId,
    withinMs: PROJECT_WITHIN_MS,
    ...(restOrigin === undefined
      ? {}
      : { url: `${restOrigin}/cloudresourcemanager.googleapis.com`, authClient: new PassThroughClient() }),
  });
  const question = {
    api: 'Resource Manager',
    resource: `the project ${projectId}`,
    role: 'roles/browser',
    ifMissing: 'Set GCP_PROJECT_ID to the id of an existing project.',
    withinMs: PROJECT_WITHIN_MS,
  };
  const number = await readGoogle(question, project.number);
  if (number.type === 'known') return number.value;
  const enable = `gcloud services enable cloudresourcemanager.googleapis.com serviceusage.googleapis.com --project ${projectId}`;
  throw new Problem({
    code: 'project_unreadable',
    message: `${number.why} In a new project, first run \`${enable}\`.`,
  });
}
