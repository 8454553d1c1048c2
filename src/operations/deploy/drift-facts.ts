import * as z from 'zod';
import { type Drift, driftSeverity } from '../../coordination/deploys/drift.ts';
import type { RevisionDrift, ServiceDrift } from '../../coordination/deploys/read-drift.ts';
import type { Commit } from '../../platform/commit-history.ts';
import { UserText } from '../../platform/user-text.ts';
import type { DeepReadonly } from '../kit/deep-readonly.ts';

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
  serving: z.array(z.object({ revision: z.string(), commit: z.string().nullable(), percent: z.number(), ...Compared })),
  /** `reported`: nobody observes what serves, so the finished deploys say it. Null if what serves is unknown. */
  evidence: z.enum(['observed', 'reported']).nullable(),
  /** The newest undeployed commits that change the service. */
  undeployed: z.array(UndeployedCommit),
});
export type DriftFacts = DeepReadonly<z.infer<typeof DriftFacts>>;

export function driftFacts({ service, serving, evidence, drift }: ServiceDrift): DriftFacts {
  return {
    service,
    ...comparedFacts(drift),
    serving: serving.map(revisionFacts),
    evidence,
    undeployed: undeployedCommits(drift).slice(0, MOST_LISTED).map(commitFacts),
  };
}

function revisionFacts({ revision, commit, percent, drift }: RevisionDrift): DriftFacts['serving'][number] {
  return { revision, commit, percent, ...comparedFacts(drift) };
}

function comparedFacts(drift: Drift) {
  if (drift.type === 'unknown')
    return { verdict: drift.type, severity: null, behind: null, unmerged: null, why: drift.why };
  return {
    verdict: drift.type,
    severity: driftSeverity(drift) ?? null,
    behind: undeployedCommits(drift).length,
    unmerged: 'unmerged' in drift ? drift.unmerged : 0,
    why: null,
  };
}

function undeployedCommits(drift: Drift): readonly Commit[] {
  return drift.type === 'behind' || drift.type === 'diverged' ? drift.commits : [];
}

function commitFacts({ sha, title, author, committedAt }: Commit): DriftFacts['undeployed'][number] {
  return { sha, title, author, committed_at: committedAt };
}

/** What a service serves, in short. Fields that are unknown are absent. */
export const ServingFacts = DriftFacts.pick({
  verdict: true,
  severity: true,
  behind: true,
  unmerged: true,
  evidence: true,
})
  .partial()
  .required({ verdict: true })
  .extend({ commits: z.array(z.object({ commit: z.string().nullable(), percent: z.number() })).optional() });
export type ServingFacts = DeepReadonly<z.infer<typeof ServingFacts>>;

export function servingFacts(drift: ServiceDrift): ServingFacts {
  const { verdict, severity, behind, unmerged, evidence } = driftFacts(drift);
  if (evidence === null) return { verdict };
  const commits = drift.serving.map(({ commit, percent }) => ({ commit, percent }));
  return { verdict, evidence, commits, ...(verdict === 'unknown' ? {} : { severity, behind, unmerged }) };
}
