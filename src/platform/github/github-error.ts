import * as z from 'zod';

const Headers = z.record(z.string(), z.union([z.string(), z.number()]).optional());
const GithubError = z.object({
  status: z.number(),
  message: z.string().default(''),
  response: z.object({ headers: Headers.default({}) }),
});
/** An answer of GitHub that is not a success. */
export type GithubError = z.infer<typeof GithubError>;

/** Returns GitHub's answer; undefined if GitHub did not answer. Octokit reports that as status 500 without a response. */
export function githubError(error: unknown): GithubError | undefined {
  return GithubError.safeParse(error).data;
}
