const DIGITS = 12;

/** Shortens a commit hash for people. Data for machines keeps the full hash. */
export function shortCommit(commit: string): string {
  return commit.slice(0, DIGITS);
}
