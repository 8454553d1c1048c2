import type { RepositoryConfig } from './config/code-config.ts';
import type { App } from './operations/app.ts';
import { checkoutHistory } from './platform/embedded/checkout-history.ts';
import { gitHistory } from './platform/embedded/git-history.ts';

/**
 * The part of the composition root that picks the adapters for the repository of the services. History and mirror share
 * one client of GitHub, because they share its limit of requests.
 */
export async function repositoryPorts(repository: RepositoryConfig): Promise<Pick<App, 'history' | 'mirror'>> {
  if (repository.type === 'checkout') return { history: checkoutHistory(repository.folder) };
  if (repository.type === 'local') return { history: gitHistory(repository.folder) };
  const [{ githubClient }, { githubDeployments }, { githubHistory }] = await Promise.all([
    import('./platform/github/github-client.ts'),
    import('./platform/github/github-deployments.ts'),
    import('./platform/github/github-history.ts'),
  ]);
  const client = githubClient(repository);
  const isMirrored = repository.token !== undefined && repository.deployments === 'on';
  return { history: githubHistory(client), ...(isMirrored ? { mirror: githubDeployments(client) } : {}) };
}
