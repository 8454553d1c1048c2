import type { DeploymentMirror, MirrorAnswer, MirroredDeploy, MirroredStatus } from '../deployment-mirror.ts';
import { deploymentFailure, unknownCommit } from './deployment-failure.ts';
import type { GithubClient } from './github-client.ts';
import { githubError } from './github-error.ts';

const FULL_HASH = 40;
const PAGE = 100;
/** GitHub refuses longer descriptions. */
const MAX_DESCRIPTION = 140;
/** The field of the payload by which a deployment is found again. */
const DEPLOY_ID = 'tipoff_deploy_id';

/**
 * Shows the deploys as deployments of a repository, each service as an environment. GitHub gives the ids, so a deployment
 * is found again by the id of its deploy in its payload.
 */
export function githubDeployments(client: GithubClient): DeploymentMirror {
  return {
    name: 'GitHub',
    show: async (deploy): Promise<MirrorAnswer> => {
      try {
        const sha = await fullHash(client, deploy.commit);
        if (sha === undefined) return unknownCommit(client, deploy.commit);
        await showDeployment(client, deploy, sha);
        return { type: 'shown' };
      } catch (error) {
        return deploymentFailure(error, client, deploy.commit);
      }
    },
  };
}

/** GitHub does not promise to accept a shortened hash as the ref of a deployment. */
async function fullHash({ api, where }: GithubClient, commit: string): Promise<string | undefined> {
  const hash = commit.trim().toLowerCase();
  if (hash.length === FULL_HASH) return hash;
  try {
    return (await api.rest.repos.getCommit({ ...where, ref: hash, per_page: 1 })).data.sha;
  } catch (error) {
    if (githubError(error)?.status === 422) return undefined;
    throw error;
  }
}

async function showDeployment(client: GithubClient, deploy: MirroredDeploy, sha: string): Promise<void> {
  const [found, ...copies] = await findDeployments(client, deploy, sha);
  const id = found ?? (await createDeployment(client, deploy, sha));
  await addStatuses(client, id, deploy.statuses);
  // A process that was paused for longer than its lease may have created a copy.
  for (const copy of copies) await addStatuses(client, copy, [COPY]);
}

const COPY: MirroredStatus = { state: 'inactive', description: 'A copy of another deployment.', url: null };

/**
 * Resolves to the ids of the deployments of a deploy, newest first. The newest one counts, because its success makes
 * GitHub mark the others as inactive.
 */
async function findDeployments(
  { api, where }: GithubClient,
  { service, deployId }: MirroredDeploy,
  sha: string,
): Promise<readonly number[]> {
  const wanted = { ...where, environment: service, sha, per_page: PAGE };
  const listed = await api.paginate(api.rest.repos.listDeployments, wanted);
  return listed
    .filter(({ payload }) => typeof payload === 'object' && payload[DEPLOY_ID] === deployId)
    .map(({ id }) => id)
    .toSorted((one, other) => other - one);
}

async function createDeployment(
  { api, where }: GithubClient,
  { service, deployId, description }: MirroredDeploy,
  sha: string,
): Promise<number> {
  const { data } = await api.rest.repos.createDeployment({
    ...where,
    ref: sha,
    environment: service,
    description: shortened(description),
    payload: { [DEPLOY_ID]: deployId },
    auto_merge: false,
    required_contexts: [],
    transient_environment: false,
    // GitHub marks earlier deployments as inactive only in environments that are not called production.
    production_environment: false,
  });
  if ('id' in data) return data.id;
  throw new Error(`it created no deployment: ${data.message ?? 'no reason given'}`);
}

/** Adds the statuses that the deployment does not have. A killed call may have added some of them. */
async function addStatuses(
  { api, where }: GithubClient,
  deployment_id: number,
  statuses: readonly MirroredStatus[],
): Promise<void> {
  const of = { ...where, deployment_id };
  const present = await api.paginate(api.rest.repos.listDeploymentStatuses, { ...of, per_page: PAGE });
  const states = new Set<string>(present.map(({ state }) => state));
  for (const { state, description, url } of statuses.filter((status) => !states.has(status.state))) {
    await api.rest.repos.createDeploymentStatus({
      ...of,
      state,
      description: shortened(description),
      ...(url === null ? {} : { log_url: url }),
      // The success of an older deploy that is shown late does not replace a newer deploy.
      auto_inactive: state === 'success' && statuses.at(-1)?.state === 'success',
    });
  }
}

function shortened(text: string): string {
  return text.length > MAX_DESCRIPTION ? `${text.slice(0, MAX_DESCRIPTION - 1).toWellFormed()}…` : text;
}
