import type { MirrorAnswer } from '../deployment-mirror.ts';
import type { GithubClient } from './github-client.ts';
import { githubError } from './github-error.ts';
import { githubFailure } from './github-failure.ts';

type NotShown = Extract<MirrorAnswer, { type: 'not-shown' }>;

const OFF = 'or set TIPOFF_GITHUB_DEPLOYMENTS=off.';

/** Says why GitHub does not show a deploy. Only an unknown commit concerns one deploy alone. */
export function deploymentFailure(error: unknown, client: GithubClient, commit: string): NotShown {
  const answer = githubError(error);
  const repository = nameOf(client);
  switch (answer?.status) {
    case 403:
      return every(
        `The token in TIPOFF_GITHUB_TOKEN may not create deployments of ${repository}. Give it the permission “Deployments: write”, ${OFF}`,
      );
    case 404:
      return every(
        `GitHub does not have ${repository}, or the token in TIPOFF_GITHUB_TOKEN may not see it or its deployments. Correct TIPOFF_REPOSITORY, give the token the permission “Deployments: write”, ${OFF}`,
      );
    case 409:
    case 422:
      if (/no ref found/i.test(answer.message)) return unknownCommit(client, commit);
      return {
        type: 'not-shown',
        why: `GitHub refuses the deployment of ${commit}: ${answer.message}`,
        of: 'this-deploy',
      };
    default:
      return every(githubFailure(error, repository));
  }
}

export function unknownCommit(client: GithubClient, commit: string): NotShown {
  const why = `GitHub does not have the commit ${commit} of ${nameOf(client)}. Push it.`;
  return { type: 'not-shown', why, of: 'this-deploy' };
}

function every(why: string): NotShown {
  return { type: 'not-shown', why, of: 'every-deploy' };
}

function nameOf({ where: { owner, repo } }: GithubClient): string {
  return `${owner}/${repo}`;
}
