import type { DeployRecord } from './deploy-record.ts';
import type { LastGood } from './last-good.ts';
import { isMismatch } from './served-commit.ts';

type GoodDeploy = Omit<LastGood, 'rollback'>;

/**
 * Finds the newest deploy that succeeded and was not seen to serve something else than it claimed. A deploy of which
 * neither the commit nor the revision is known is passed over, because nobody can go back to it.
 */
export function lastGoodDeploy(records: readonly DeployRecord[]): GoodDeploy | undefined {
  return records
    .filter(({ state, served }) => state === 'succeeded' && !isMismatch(served))
    .toSorted((a, b) => b.started_at.localeCompare(a.started_at))
    .map(goodDeploy)
    .find(({ commit, revision }) => commit !== null || revision !== null);
}

function goodDeploy({ commit, served, started_at, ended_at }: DeployRecord): GoodDeploy {
  return {
    commit: served?.commit ?? commit,
    revision: served?.revision ?? null,
    verified: served?.verdict === 'matches',
    deployed_at: ended_at ?? started_at,
  };
}
