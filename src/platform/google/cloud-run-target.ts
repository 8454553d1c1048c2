import pLimit from 'p-limit';
import type { BuildSource, PartialTarget } from '../deploy-target.ts';
import { errorText } from '../error-text.ts';
import { known, type Reading, type Unknown, unknown } from '../reading.ts';
import { shortName } from './cloud-run-facts.ts';
import { googleCredentials } from './google-credentials.ts';
import { readCloudBuilds } from './read-cloud-builds.ts';
import { type RunName, readCloudRunRevisions, readCloudRunServing } from './read-cloud-run.ts';
import { ANSWER_WITHIN_MS, type GoogleQuestion, readGoogle } from './read-google.ts';
import { type ClientOptions, openRunClients, type RunClients } from './run-clients.ts';

/** Enough for the services of a large project at once. Each question costs one request or two. */
const AT_ONCE = 30;

interface CloudRunTargetOptions {
  /** The full names of the services in Cloud Run, by their names in Tipoff. */
  readonly services: ReadonlyMap<string, string>;
  readonly withinMs?: number;
  readonly connection?: ClientOptions;
  /** Finds the credentials of the environment. Not used with a `connection`. */
  readonly credentials?: () => Promise<void>;
}

/** The deploy target on Cloud Run and Cloud Build, read only. */
export function cloudRunTarget(options: CloudRunTargetOptions): PartialTarget {
  const { services, withinMs = ANSWER_WITHIN_MS, connection, credentials = googleCredentials } = options;
  const limited = pLimit(AT_ONCE);
  let opened: Promise<RunClients> | undefined;
  const clients = async (): Promise<Reading<RunClients>> => {
    // Without credentials, Google's clients end the process with an error that nobody can catch.
    const missing = connection === undefined ? await missingCredentials(credentials) : undefined;
    if (missing !== undefined) return missing;
    opened ??= openRunClients(connection ?? {});
    return known(await opened);
  };

  const ask = async <T>(service: string, read: (from: RunClients, run: RunName) => Promise<T>): Promise<Reading<T>> => {
    const name = services.get(service);
    if (name === undefined) return unknown(`The service ${service} has no entry cloud_run.`);
    const from = await clients();
    if (from.type === 'unknown') return from;
    const run = { service, name, withinMs };
    return await limited(() => readGoogle(serviceQuestion(run), () => read(from.value, run)));
  };

  const buildSource = async (parent: string, since: Date): Promise<BuildSource> => {
    const source = `Cloud Build in ${shortName(parent)}`;
    const from = await clients();
    if (from.type === 'unknown') return { name: source, builds: from };
    const serviceNamed = (name: string) => nameIn(services, `${parent}/services/${name}`);
    const read = () => readCloudBuilds(from.value, { parent, since, withinMs, serviceNamed });
    const builds = await limited(() => readGoogle(buildQuestion(parent, withinMs), read));
    return { name: source, builds };
  };

  return {
    covers: async (service) => known(services.has(service)),
    readServing: (service) => ask(service, readCloudRunServing),
    readRevisions: (service, since) => ask(service, (from, run) => readCloudRunRevisions(from, run, since)),
    readBuilds: (since) => Promise.all(locationsOf(services).map((parent) => buildSource(parent, since))),
    rollbackCommand: (service, revision) => rollbackCommand(services.get(service), revision),
    close: async () => {
      if (opened === undefined) return;
      await Promise.all(Object.values(await opened).map((client) => client.close()));
    },
  };
}

async function missingCredentials(credentials: () => Promise<void>): Promise<Unknown | undefined> {
  return await credentials().then(
    () => undefined,
    (error: unknown) => unknown(errorText(error)),
  );
}

function locationsOf(services: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...services.values()].map((name) => name.replace(/\/services\/.*$/, '')))];
}

function nameIn(services: ReadonlyMap<string, string>, fullName: string): string | undefined {
  return [...services].find(([, full]) => full === fullName)?.[0];
}

function serviceQuestion({ service, name, withinMs }: RunName): GoogleQuestion {
  const ifMissing = `Correct cloud_run of ${service} in the services file.`;
  return { api: 'Cloud Run', resource: `the service ${name}`, role: 'roles/run.viewer', ifMissing, withinMs };
}

function buildQuestion(parent: string, withinMs: number): GoogleQuestion {
  const ifMissing = 'Correct the project and the location of cloud_run in the services file.';
  const role = 'roles/cloudbuild.builds.viewer';
  return { api: 'Cloud Build', resource: `the builds of ${parent}`, role, ifMissing, withinMs };
}

function rollbackCommand(name: string | undefined, revision: string): string | null {
  if (name === undefined) return null;
  const [, project, , location, , service] = name.split('/');
  return `gcloud run services update-traffic ${service} --to-revisions=${revision}=100 --region=${location} --project=${project}`;
}
