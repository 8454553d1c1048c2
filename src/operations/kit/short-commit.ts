const DIGITS = 12;

/** A commit as people tell it from the others; machines are given all of it. */
export function shortCommit(commit: string): string {
  return commit.slice(0, DIGITS);
}
