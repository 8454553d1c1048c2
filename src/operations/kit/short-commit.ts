const DIGITS = 12;

/** A commit shortened for people; data for machines keeps the full hash. */
export function shortCommit(commit: string): string {
  return commit.slice(0, DIGITS);
}
