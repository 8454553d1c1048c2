import * as z from 'zod';
import { type Drift, driftSeverity } from '../../coordination/deploys/drift.ts';
import type { RevisionDrift, ServiceDrift } from '../../coordination/deploys/read-drift.ts';
import type { Commit } from '../../platform/commit-history.ts';
import { UserText } from '../../platform/user-text.ts';

const MOST_LISTED = 10;

const Verdict = z.enum(['up-to-date', 'behind', 'ahead', 'diverged', 'unknown']);

const Compared = {
  verdict: Verdict,
  severity: z.enum(['info', 'warning', 'critical']).nullable(),
  /** The number of undeployed commits of main that change the service; null if it is unknown. */
  behind: z.number().int().nullable(),
  /** The number of served commits that main lacks; null if it is unknown. */
  unmerged: z.number().int().nullable(),
  /** Why the verdict is unknown; null otherwise. */
  why: z.string().nullable(),
};

const UndeployedCommit = z.object({
  sha: z.string(),
  title: UserText,
  author: UserText,
  committed_at: z.string(),
});

/** How a service compares with main. Its verdict is the worst one of the revisions that carry traffic. */
export const DriftFacts = z.object({
  service: z.string(),
  ...Compared,
  serving: z.array(
    z.object({ revision: z.string(), commit: z.string().nullable(), percent: z.number(), ...Compared }),
  ),
  /** The newest undeployed commits that change the service. */
  undeployed: z.array(UndeployedCommit),
});
export type DriftFacts = Readonly<z.infer<typeof DriftFacts>>;

export function driftFacts({ service, serving, drift }: ServiceDrift): DriftFacts {
  return {
    service,
    ...comparedFacts(drift),
    serving: serving.map(revisionFacts),
    undeployed: undeployedCommits(drift).slice(0, MOST_LISTED).map(commitFacts),
  };
}

function revisionFacts({ revision, commit, percent, drift }: RevisionDrift): DriftFacts['serving'][number] {
  return { revision, commit, percent, ...comparedFacts(drift) };
}

function comparedFacts(drift: Drift) {
  const unmerged = { 'up-to-date': 0, behind: 0 } as const;
  return {
    verdict: drift.type,
    severity: driftSeverity(drift) ?? null,
    behind: drift.type === 'unknown' ? null : undeployedCommits(drift).length,
    unmerged: drift.type === 'unknown' ? null : 'unmerged' in drift ? drift.unmerged : unmerged[drift.type],
    why: drift.type === 'unknown' ? drift.why : null,
  };
}

function undeployedCommits(drift: Drift): readonly Commit[] {
  return drift.type === 'behind' || drift.type === 'diverged' ? drift.commits : [];
}

function commitFacts({ sha, title, author, committedAt }: Commit): DriftFacts['undeployed'][number] {
  return { sha, title, author, committed_at: committedAt };
}
