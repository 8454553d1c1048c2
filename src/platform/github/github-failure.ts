import * as z from 'zod';

const SECOND_MS = 1_000;

const Headers = z.record(z.string(), z.union([z.string(), z.number()]).optional());
const ApiError = z.object({
  status: z.number(),
  message: z.string().default(''),
  response: z.object({ headers: Headers.default({}) }).optional(),
});

/** Describes why GitHub did not answer, as a sentence for people. */
export function githubFailure(error: unknown, repository: string): string {
  const parsed = ApiError.safeParse(error);
  // Octokit reports a request without an answer as status 500 without a response.
  if (!parsed.success || parsed.data.response === undefined) return `GitHub cannot be reached: ${reasonOf(error)}.`;
  const { status, response } = parsed.data;
  const { headers } = response;
  if (status === 429 || (status === 403 && (headers['x-ratelimit-remaining'] === '0' || 'retry-after' in headers)))
    return `GitHub's limit of requests is used up${untilText(headers)}.`;
  if (status === 401) return 'GitHub refuses the token in TIPOFF_GITHUB_TOKEN.';
  if (status === 403) return `The token in TIPOFF_GITHUB_TOKEN may not read ${repository}.`;
  if (status === 404 || status === 422)
    return `GitHub does not have this commit or branch of ${repository}, the commits have no common ancestor, or TIPOFF_GITHUB_TOKEN may not read the repository.`;
  return `GitHub answers with status ${status}.`;
}

function untilText(headers: z.infer<typeof Headers>): string {
  const reset = Number(headers['x-ratelimit-reset']);
  if (headers['x-ratelimit-remaining'] === '0' && reset > 0)
    return ` until ${new Date(reset * SECOND_MS).toISOString()}`;
  const seconds = headers['retry-after'];
  return seconds === undefined ? '' : ` for ${seconds} seconds`;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
}
