import type { ServiceBuild } from '../deploy-target.ts';
import { buildSchema, serviceBuild } from './cloud-build-facts.ts';
import { GoogleTime } from './google-time.ts';
import { callOptions, type RunClients } from './run-clients.ts';

const BUILDS_PER_PAGE = 100;
const IN_PROGRESS = ['PENDING', 'QUEUED', 'WORKING'];
const ListedBuild = buildSchema(GoogleTime);

interface BuildsQuestion {
  /** The project and the location. Regional builds are listed only under their location. */
  readonly parent: string;
  readonly since: Date;
  readonly withinMs: number;
  /** Returns the service of Tipoff that has a short name in Cloud Run; undefined if none has it. */
  readonly serviceNamed: (name: string) => string | undefined;
}

export async function readCloudBuilds(
  { builds }: RunClients,
  question: BuildsQuestion,
): Promise<readonly ServiceBuild[]> {
  const { parent, since, withinMs, serviceNamed } = question;
  const found: ServiceBuild[] = [];
  const [, projectId = ''] = parent.split('/');
  const request = { parent, projectId, pageSize: BUILDS_PER_PAGE, filter: buildFilter(since) };
  for await (const listed of builds.listBuildsAsync(request, callOptions(withinMs))) {
    found.push(serviceBuild(ListedBuild.parse(listed), serviceNamed));
  }
  return found.toSorted((one, other) => Date.parse(other.startedAt) - Date.parse(one.startedAt));
}

/** Selects the builds in progress and those of the time. */
function buildFilter(since: Date): string {
  const time = since.toISOString();
  const states = IN_PROGRESS.map((status) => `status="${status}"`);
  return [...states, `create_time>="${time}"`, `finish_time>="${time}"`].join(' OR ');
}
