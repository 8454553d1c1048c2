import { githubError } from './github-error.ts';
import { GithubLimitReached } from './rate-limit.ts';

/** Describes why GitHub did not answer, as a sentence for people. */
export function githubFailure(error: unknown, repository: string): string {
  if (error instanceof GithubLimitReached) return `${error.message}.`;
  const answer = githubError(error);
  if (answer === undefined) return `GitHub cannot be reached: ${reasonOf(error)}.`;
  const { status } = answer;
  if (status === 401) return 'GitHub refuses the token in TIPOFF_GITHUB_TOKEN.';
  if (status === 403) return `The token in TIPOFF_GITHUB_TOKEN may not read ${repository}.`;
  if (status === 404 || status === 422)
    return `GitHub does not have this commit or branch of ${repository}, the commits have no common ancestor, or TIPOFF_GITHUB_TOKEN may not read the repository.`;
  return `GitHub answers with status ${status}.`;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
}
