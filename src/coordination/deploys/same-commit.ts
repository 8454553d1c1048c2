const COMMIT = /^[0-9a-f]{7,40}$/;

/**
 * Compares two commit hashes of 7 to 40 hex digits, each complete or shortened. `unknown`: one of them is absent or is
 * not a hash, so nothing is known about their equality.
 */
export function isSameCommit(one: string | null, other: string | null): 'yes' | 'no' | 'unknown' {
  const [a, b] = [normalized(one), normalized(other)];
  if (a === undefined || b === undefined) return 'unknown';
  return a.startsWith(b) || b.startsWith(a) ? 'yes' : 'no';
}

function normalized(commit: string | null): string | undefined {
  const hash = commit?.trim().toLowerCase();
  return hash !== undefined && COMMIT.test(hash) ? hash : undefined;
}
