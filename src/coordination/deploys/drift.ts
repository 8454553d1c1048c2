import type { Commit, CommitRange } from '../../platform/commit-history.ts';

const HOUR_MS = 3_600_000;
/** From this many undeployed commits on, or this age of the oldest one, the drift is a warning or critical. */
const WARNING = { commits: 3, ageMs: 6 * HOUR_MS };
const CRITICAL = { commits: 6, ageMs: 12 * HOUR_MS };
/** Files that no service is built from. */
const DOCUMENTS = [/^docs\//, /\.md$/i];

export type DriftSeverity = 'info' | 'warning' | 'critical';

/** How the commit that serves compares with main, for one service. */
export type Drift =
  /** Main has no undeployed commit that changes the service. `others` counts the commits that do not change it. */
  | { readonly type: 'up-to-date'; readonly others: number }
  /** `commits` are the undeployed commits that change the service, newest first. */
  | { readonly type: 'behind'; readonly commits: readonly Commit[]; readonly severity: DriftSeverity }
  /** The service runs `unmerged` commits that main lacks, and nothing in main is undeployed. */
  | { readonly type: 'ahead'; readonly unmerged: number }
  | {
      readonly type: 'diverged';
      readonly commits: readonly Commit[];
      readonly unmerged: number;
      readonly severity: DriftSeverity;
    }
  | { readonly type: 'unknown'; readonly why: string };

interface DriftQuestion {
  /** The range from the commit that serves to main. */
  readonly range: CommitRange;
  /** The paths that the service is built from; undefined if it is built from the whole repository. */
  readonly paths: readonly string[] | undefined;
  readonly now: Date;
}

/**
 * Judges the drift of a service. Only commits that change a file of the service count, and documents never do. One or
 * two commits of the last six hours are information; three commits, or one older than six hours, are a warning; six
 * commits, or one older than twelve hours, are critical. A service that runs commits outside main is a warning at least.
 */
export function judgeDrift({ range, paths, now }: DriftQuestion): Drift {
  if (range.type === 'unknown') return range;
  const commits = range.ahead.filter(({ files }) => files.some((file) => isBuiltFrom(file, paths)));
  const unmerged = range.behind;
  if (commits.length === 0)
    return unmerged > 0 ? { type: 'ahead', unmerged } : { type: 'up-to-date', others: range.ahead.length };
  const severity = severityOf(commits, now);
  if (unmerged === 0) return { type: 'behind', commits, severity };
  return { type: 'diverged', commits, unmerged, severity: severity === 'info' ? 'warning' : severity };
}

/** How much a drift matters: the higher, the worse. Unknown is worse than up to date, because it may hide anything. */
const RANKS = { 'up-to-date': 0, unknown: 1, info: 2, warning: 3, critical: 4 } as const;

/** Returns the worst drift of the revisions of a service. A service that serves code outside main is a warning at least. */
export function worstDrift(drifts: readonly Drift[]): Drift {
  return drifts.reduce((worst, drift) => (rankOf(drift) > rankOf(worst) ? drift : worst));
}

function rankOf(drift: Drift): number {
  const severity = driftSeverity(drift);
  if (severity !== undefined) return RANKS[severity];
  return drift.type === 'unknown' ? RANKS.unknown : RANKS['up-to-date'];
}

/** Returns how severe a drift is; undefined if there is none, or if it is unknown. */
export function driftSeverity(drift: Drift): DriftSeverity | undefined {
  switch (drift.type) {
    case 'behind':
    case 'diverged':
      return drift.severity;
    case 'ahead':
      return 'warning';
    case 'up-to-date':
    case 'unknown':
      return undefined;
  }
}

function isBuiltFrom(file: string, paths: readonly string[] | undefined): boolean {
  if (DOCUMENTS.some((pattern) => pattern.test(file))) return false;
  return (
    paths === undefined ||
    paths.some((path) => file === path || file.startsWith(path.endsWith('/') ? path : `${path}/`))
  );
}

function severityOf(commits: readonly Commit[], now: Date): DriftSeverity {
  const oldestAt = Math.min(...commits.map(({ committedAt }) => Date.parse(committedAt)));
  const ageMs = now.getTime() - oldestAt;
  if (commits.length >= CRITICAL.commits || ageMs > CRITICAL.ageMs) return 'critical';
  return commits.length >= WARNING.commits || ageMs >= WARNING.ageMs ? 'warning' : 'info';
}
