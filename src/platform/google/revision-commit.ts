import * as z from 'zod';
import { ContainerVariable } from './revision-variables.ts';

const COMMIT = /^[0-9a-f]{7,40}$/;
const COMMIT_LABEL = 'commit-sha';
const COMMIT_VARIABLE = 'BUILD_COMMIT';
/** The tag of an image, after its last path segment. A digest has no commit. */
const IMAGE_TAG = /\/[^/:@]+:(?<tag>[^/:@]+)(?:@|$)/;

/** The parts of a Cloud Run revision that may state its commit. */
export const CommitSource = z.object({
  labels: z.record(z.string(), z.string()).nullish(),
  containers: z
    .array(
      z.object({
        image: z.string().nullish(),
        env: z.array(ContainerVariable).nullish(),
      }),
    )
    .nullish(),
});

/**
 * Returns the commit from which a revision was built, as the revision states it: its label `commit-sha`, or else the
 * variable BUILD_COMMIT, or else the tag of its image. Labels of the service are not read, because they may belong to
 * another revision. Null if the revision states no commit.
 */
export function revisionCommit({ labels, containers }: z.infer<typeof CommitSource>): string | null {
  const all = containers ?? [];
  const stated = [
    labels?.[COMMIT_LABEL],
    ...all.map(({ env }) => env?.find(({ name }) => name === COMMIT_VARIABLE)?.value),
    ...all.map(({ image }) => image?.match(IMAGE_TAG)?.groups?.['tag']),
  ];
  return stated.find((commit) => commit !== null && commit !== undefined && COMMIT.test(commit)) ?? null;
}
