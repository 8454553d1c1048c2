import { basename } from 'node:path';
import type { CreatedRevision, PartialTarget, ServiceBuild, ServingRevision, ServingState } from '../deploy-target.ts';
import { known, type Reading, unknown } from '../reading.ts';
import { type DeploysFile, readDeploysFile } from './deploys-file.ts';

/**
 * The deploy target that scripts describe in a file. It covers the services that the file names. While the file is
 * damaged nobody knows which services it names, so all its answers are `unknown`.
 */
export function fileDeployTarget(path: string): PartialTarget {
  const read = async <T>(answer: (file: DeploysFile) => Reading<T>): Promise<Reading<T>> => {
    const file = await readDeploysFile(path);
    return file.type === 'unknown' ? file : answer(file.value);
  };
  return {
    covers: (service) => read((file) => known(namesService(file, service))),
    readServing: (service) => read((file) => servingIn(file, service, path)),
    readRevisions: (service, since) => read((file) => known(revisionsIn(file, service, since))),
    readBuilds: async (since) => [{ name: basename(path), builds: await read((file) => known(buildsIn(file, since))) }],
    rollbackCommand: () => null,
    close: async () => undefined,
  };
}

function namesService({ services, revisions, builds }: DeploysFile, service: string): boolean {
  return Object.hasOwn(services, service) || [...revisions, ...builds].some((each) => each.service === service);
}

function servingIn({ services }: DeploysFile, service: string, path: string): Reading<ServingState> {
  const found = Object.hasOwn(services, service) ? services[service] : undefined;
  if (found === undefined) {
    const why = `The file ${path} does not say what ${service} serves. Add it under "services".`;
    return unknown(why);
  }
  const { serving, rollout, url } = found;
  return known({
    serving: serving.toSorted((one, other) => other.percent - one.percent).map(servingRevision),
    rollout,
    evidence: 'observed',
    url,
  });
}

function servingRevision({ variables, ...revision }: FileRevision): ServingRevision {
  if (variables === undefined) return revision;
  return { ...revision, variables: variables.map((name) => ({ name, from: 'value' })) };
}

type FileRevision = DeploysFile['services'][string]['serving'][number];

function revisionsIn({ revisions }: DeploysFile, service: string, since: Date): readonly CreatedRevision[] {
  return revisions
    .filter((revision) => revision.service === service && isSince(revision.created_at, since))
    .map(({ created_at: createdAt, ...same }) => ({ ...same, createdAt }))
    .toSorted((one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt));
}

function buildsIn({ builds }: DeploysFile, since: Date): readonly ServiceBuild[] {
  return builds
    .map(({ started_at: startedAt, ended_at: endedAt, ...same }) => ({ ...same, startedAt, endedAt }))
    .filter(({ state, startedAt, endedAt }) => {
      const runs = state === 'queued' || state === 'running';
      return runs || isSince(startedAt, since) || (endedAt !== null && isSince(endedAt, since));
    })
    .toSorted((one, other) => Date.parse(other.startedAt) - Date.parse(one.startedAt));
}

function isSince(time: string, since: Date): boolean {
  return Date.parse(time) >= since.getTime();
}
