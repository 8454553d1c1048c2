import type { CreatedRevision, ServingState } from '../deploy-target.ts';
import { createdRevision, RunRevision, RunService, servingState, trafficOf } from './cloud-run-facts.ts';
import { callOptions, type RunClients } from './run-clients.ts';

const REVISIONS_PER_PAGE = 20;

/** A service of Tipoff and its full name in Cloud Run. */
export interface RunName {
  readonly service: string;
  readonly name: string;
  readonly withinMs: number;
}

export async function readCloudRunServing(
  { services, revisions }: RunClients,
  { name, withinMs }: RunName,
): Promise<ServingState> {
  const call = callOptions(withinMs);
  const [found] = await services.getService({ name }, call);
  const service = RunService.parse(found);
  const serving = [...trafficOf(service).keys()].map(async (revision) => {
    const [stored] = await revisions.getRevision({ name: `${name}/revisions/${revision}` }, call);
    return RunRevision.parse(stored);
  });
  return servingState(service, await Promise.all(serving));
}

/** Reads page by page. Cloud Run lists the newest revision first, so the first revision that is too old ends the reading. */
export async function readCloudRunRevisions(
  { revisions }: RunClients,
  { service, name, withinMs }: RunName,
  since: Date,
): Promise<readonly CreatedRevision[]> {
  const found: CreatedRevision[] = [];
  const request = { parent: name, pageSize: REVISIONS_PER_PAGE };
  for await (const listed of revisions.listRevisionsAsync(request, callOptions(withinMs))) {
    const revision = createdRevision(service, RunRevision.parse(listed));
    if (new Date(revision.createdAt) < since) break;
    found.push(revision);
  }
  return found;
}
