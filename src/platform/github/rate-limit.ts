import type { Octokit } from '@octokit/rest';
import { type GithubError, githubError } from './github-error.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** GitHub's limits last an hour at most. A clock that differs from GitHub's cannot make the wait longer. */
const LONGEST_WAIT_MS = 60 * MINUTE_MS;
/** GitHub asks for at least this wait if it names no time. */
const UNNAMED_WAIT_MS = MINUTE_MS;

/** GitHub's limit of requests is used up, so GitHub was not asked. */
export class GithubLimitReached extends Error {
  readonly until: Date;

  constructor(until: Date, options?: ErrorOptions) {
    super(`GitHub's limit of requests is used up until ${until.toISOString()}`, options);
    this.until = until;
  }
}

/**
 * Makes every request of a client fail with `GithubLimitReached` until the limit is reset, without asking. GitHub blocks clients
 * that go on asking. Octokit's plugin for throttling waits instead, and a question must not wait for an hour.
 */
export function respectRateLimit(api: Octokit, now: () => number): void {
  let untilMs = 0;
  api.hook.wrap('request', async (request, options) => {
    if (now() < untilMs) throw new GithubLimitReached(new Date(untilMs));
    try {
      return await request(options);
    } catch (error) {
      const answer = githubError(error);
      if (answer === undefined || !isLimited(answer)) throw error;
      untilMs = Math.max(untilMs, resetMs(answer, now()));
      throw new GithubLimitReached(new Date(untilMs), { cause: error });
    }
  });
}

function isLimited({ status, message, response: { headers } }: GithubError): boolean {
  if (status === 429) return true;
  const isNamed = headers['x-ratelimit-remaining'] === '0' || 'retry-after' in headers;
  return status === 403 && (isNamed || /secondary rate limit/i.test(message));
}

function resetMs(answer: GithubError, nowMs: number): number {
  return Math.min(namedResetMs(answer, nowMs) ?? nowMs + UNNAMED_WAIT_MS, nowMs + LONGEST_WAIT_MS);
}

function namedResetMs({ response: { headers } }: GithubError, nowMs: number): number | undefined {
  const seconds = Number(headers['retry-after']);
  if (seconds > 0) return nowMs + seconds * SECOND_MS;
  const reset = Number(headers['x-ratelimit-reset']);
  return headers['x-ratelimit-remaining'] === '0' && reset > 0 ? reset * SECOND_MS : undefined;
}
