import { describe, expect, it } from 'vitest';
import { claimantOf } from '#src/coordination/deploy-locks/lock.ts';
import { lastGoodDeploy } from '#src/coordination/deploys/deploy-history.ts';
import type { DeployRecord } from '#src/coordination/deploys/deploy-record.ts';
import { overdueAfterMs, usualDeployMs } from '#src/coordination/deploys/usual-duration.ts';
import { personAt } from '#src/coordination/identity/actor.ts';
import { Instant, laterBy } from '#src/platform/instant.ts';

const MINUTE_MS = 60_000;
const FIRST = Instant.parse('2026-02-05T12:00:00.000000Z');
const ANN = claimantOf(personAt('slack', { name: 'ann', id: 'U0ANN' }));

/** A succeeded deploy that started this many hours after the first one. */
function deploy(hours: number, given: Partial<DeployRecord> = {}): DeployRecord {
  const started_at = laterBy(FIRST, hours * 60 * MINUTE_MS);
  return {
    deploy_id: `d${hours}`,
    service: 'worker',
    token: hours,
    claimant: ANN,
    commit: `${hours}aaaaaa`,
    state: 'succeeded',
    started_at,
    ended_at: laterBy(started_at, 6 * MINUTE_MS),
    served: null,
    diff_url: null,
    mirror_due_since: null,
    ...given,
  };
}

const served = (verdict: NonNullable<DeployRecord['served']>['verdict'], commit: string | null = null) =>
  ({ served: { verdict, commit, revision: commit && `r-${commit}`, share: null, why: null } }) as const;

describe('the last good deploy', () => {
  it('is the newest one that succeeded, with the revision that was seen to serve', () => {
    const records = [deploy(1), deploy(3, { state: 'failed' }), deploy(2, served('matches', '2aaaaaa'))];
    expect(lastGoodDeploy(records)).toMatchObject({ commit: '2aaaaaa', revision: 'r-2aaaaaa', verified: true });
  });

  it.each(['differs', 'partly'] as const)('is not one of which was seen that it %s', (verdict) => {
    expect(lastGoodDeploy([deploy(1), deploy(2, served(verdict, 'bbbbbbb'))])).toMatchObject({ commit: '1aaaaaa' });
  });

  it('may be one that nobody could verify, and says so', () => {
    expect(lastGoodDeploy([deploy(1, served('unknown'))])).toMatchObject({ commit: '1aaaaaa', verified: false });
  });

  it.each(['running', 'failed', 'unknown'] as const)('is not one that is %s', (state) => {
    expect(lastGoodDeploy([deploy(1, { state })])).toBeUndefined();
  });

  it('is not one of which neither commit nor revision is known', () => {
    expect(lastGoodDeploy([deploy(1), deploy(2, { commit: null })])).toMatchObject({ commit: '1aaaaaa' });
  });
});

describe('the usual duration of a deploy', () => {
  const taking = (...minutes: readonly number[]) =>
    minutes.map((each, index) => {
      const { started_at } = deploy(index);
      return deploy(index, { ended_at: laterBy(started_at, each * MINUTE_MS) });
    });

  it('is eight minutes for a service with fewer than five deploys', () => {
    expect(usualDeployMs(taking(30, 30, 30, 30))).toBe(8 * MINUTE_MS);
  });

  it('is the 95th percentile of the succeeded deploys', () => {
    const failed = deploy(99, { state: 'failed', ended_at: laterBy(FIRST, 9_999 * MINUTE_MS) });
    expect(usualDeployMs([...taking(3, 4, 5, 6, 7), failed])).toBe(7 * MINUTE_MS);
    expect(usualDeployMs(taking(...Array.from({ length: 19 }, () => 5), 60))).toBe(5 * MINUTE_MS);
  });

  it('is at least a minute, and a deploy is overdue after twice the usual duration', () => {
    expect(usualDeployMs(taking(0.1, 0.1, 0.1, 0.1, 0.1))).toBe(MINUTE_MS);
    expect(overdueAfterMs(taking(6, 6, 6, 6, 6))).toBe(12 * MINUTE_MS);
  });
});
