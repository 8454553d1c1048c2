import * as z from 'zod';
import type { ServingRevision, ServingState } from '../../platform/deploy-target.ts';
import type { Reading } from '../../platform/reading.ts';
import { isSameCommit } from './same-commit.ts';

const ALL_TRAFFIC = 100;

/** What the target served when a deploy finished, compared with the commit that the deploy claimed. */
export const ServedCommit = z.object({
  /**
   * `partly`: the traffic is split, and the claimed commit gets a share of it. `unclaimed`: the deploy claimed no commit.
   * `unknown`: the target could not be read or does not state a commit.
   */
  verdict: z.enum(['matches', 'partly', 'differs', 'unclaimed', 'unknown']),
  /** The commit that serves. If it is not the claimed one everywhere, the other commit with the largest share. */
  commit: z.string().nullable(),
  /** The revision of that commit. */
  revision: z.string().nullable(),
  /** The percentage of the traffic that the claimed commit gets; null if it is unknown or no commit was claimed. */
  share: z.number().int().nullable().default(null),
  /** Why the verdict is `unknown`, or why the claimed commit does not serve, as a sentence; null if there is nothing to say. */
  why: z.string().nullable(),
});
export type ServedCommit = Readonly<z.infer<typeof ServedCommit>>;

/**
 * Compares what a service serves with the commit that a deploy claims. Hashes may be shortened. The verdict is `matches`
 * only if all traffic goes to revisions that state the claimed commit. A target that cannot be read, or that only repeats
 * what the deploys report, gives `unknown`.
 */
export function judgeServed(claimed: string | null, reading: Reading<ServingState>): ServedCommit {
  if (reading.type === 'unknown') return unknown(reading.why);
  const { serving, evidence } = reading.value;
  if (evidence === 'reported') return unknown('Tipoff does not see what runs. It knows only what the deploys report.');
  const why = rolloutSentence(reading.value);
  const [largest] = serving;
  if (claimed === null) return { verdict: 'unclaimed', ...named(largest), share: null, why: null };
  if (largest === undefined) {
    return { verdict: 'differs', ...named(undefined), share: 0, why: why ?? 'No revision carries traffic.' };
  }
  const claimedOnes = serving.filter(({ commit }) => isSameCommit(commit, claimed) === 'yes');
  const other = serving.find(({ commit }) => isSameCommit(commit, claimed) === 'no');
  const silent = serving.find(({ commit }) => isSameCommit(commit, claimed) === 'unknown');
  const share = claimedOnes.reduce((sum, { percent }) => sum + percent, 0);
  if (other !== undefined) {
    return { verdict: share > 0 ? 'partly' : 'differs', ...named(other), share, why };
  }
  if (silent !== undefined) return { ...unknown(silentSentence(silent)), revision: silent.revision };
  return { verdict: 'matches', ...named(largest), share: ALL_TRAFFIC, why: null };
}

/** Whether the service serves something else than the deploy claims. An unknown answer proves no mismatch. */
export function isMismatch(served: ServedCommit | null): boolean {
  return served?.verdict === 'differs' || served?.verdict === 'partly';
}

function unknown(why: string): ServedCommit {
  return { verdict: 'unknown', ...named(undefined), share: null, why };
}

function named(serving: ServingRevision | undefined): Pick<ServedCommit, 'commit' | 'revision'> {
  return { commit: serving?.commit ?? null, revision: serving?.revision ?? null };
}

function rolloutSentence({ rollout }: ServingState): string | null {
  switch (rollout) {
    case 'settled':
      return null;
    case 'in-progress':
      return 'The rollout of the newest revision is still in progress.';
    case 'failed':
      return 'The newest revision did not become ready.';
  }
}

function silentSentence({ revision, commit }: ServingRevision): string {
  return commit === null
    ? `The revision ${revision} does not state its commit.`
    : `The revision ${revision} states “${commit}”, which is not a commit hash.`;
}
