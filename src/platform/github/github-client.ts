import { Octokit } from '@octokit/rest';
import { respectRateLimit } from './rate-limit.ts';

const TIMEOUT_MS = 5_000;

export interface GithubRepository {
  readonly owner: string;
  readonly name: string;
  /** Without a token, GitHub answers 60 requests an hour. */
  readonly token?: string;
  /** Another address of the API, for tests. */
  readonly apiUrl?: string;
  /** Returns the time in milliseconds since 1970; the default is the clock of this machine. */
  readonly now?: () => number;
}

/** The API of GitHub for one repository. Everything that asks through one client waits for the same reset of the limit. */
export interface GithubClient {
  readonly api: Octokit;
  readonly where: { readonly owner: string; readonly repo: string };
}

export function githubClient({ owner, name: repo, token, apiUrl, now = Date.now }: GithubRepository): GithubClient {
  const ignore = () => undefined;
  const api = new Octokit({
    ...(token === undefined ? {} : { auth: token }),
    ...(apiUrl === undefined ? {} : { baseUrl: apiUrl }),
    // The default log writes to stderr, where people read Tipoff's own messages.
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    request: {
      fetch: (url: string, options: RequestInit) => fetch(url, { ...options, signal: AbortSignal.timeout(TIMEOUT_MS) }),
    },
  });
  respectRateLimit(api, now);
  return { api, where: { owner, repo } };
}
