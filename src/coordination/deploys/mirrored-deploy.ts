import type { MirroredDeploy, MirroredStatus } from '../../platform/deployment-mirror.ts';
import { nameOf } from '../identity/actor.ts';
import type { DeployRecord } from './deploy-record.ts';
import { isMismatch } from './served-commit.ts';

/** Whether a newer deploy of the service has replaced a deploy. */
export type Place = 'newest' | 'replaced';

/**
 * Describes a deploy for a mirror; undefined if no commit of it is known. A deploy that claims no commit has the commit
 * that it was seen to serve. A deploy that serves something else than it claims has not succeeded.
 */
export function mirroredDeploy(record: DeployRecord, place: Place): MirroredDeploy | undefined {
  const { deploy_id: deployId, service, claimant, diff_url: url } = record;
  const commit = record.commit ?? record.served?.commit ?? null;
  if (commit === null) return undefined;
  const { name, acts_for } = claimant;
  const by = nameOf(acts_for === null ? { name } : { name, actsFor: acts_for });
  const statuses = statusesOf(record, place).map((status) => ({ ...status, url }));
  return { deployId, service, commit, description: `Deploy of ${service} by ${by}`, statuses };
}

type Status = Omit<MirroredStatus, 'url'>;

function statusesOf(record: DeployRecord, place: Place): readonly Status[] {
  const { service } = record;
  const end = endOf(record);
  const replaced = end?.state === 'success' && place === 'replaced';
  return [
    { state: 'in_progress', description: `The deploy of ${service} has started.` },
    ...(end === undefined ? [] : [end]),
    ...(replaced ? [{ state: 'inactive', description: `A newer deploy of ${service} serves.` } as const] : []),
  ];
}

function endOf({ state, service, served }: DeployRecord): Status | undefined {
  switch (state) {
    case 'running':
      return undefined;
    case 'failed':
      return { state: 'failure', description: `The deploy of ${service} failed.` };
    case 'unknown':
      return { state: 'error', description: `The deploy of ${service} ended without a result.` };
    case 'succeeded':
      return isMismatch(served) ? mismatch(service, served?.commit ?? null) : success(service, served);
  }
}

function mismatch(service: string, commit: string | null): Status {
  const serves = commit === null ? 'does not serve this commit' : `serves ${commit}`;
  return { state: 'error', description: `Reported as succeeded, but ${service} ${serves}.` };
}

function success(service: string, served: DeployRecord['served']): Status {
  const isSeen = served?.verdict === 'matches' || served?.verdict === 'unclaimed';
  return {
    state: 'success',
    description: isSeen
      ? `${service} serves this commit.`
      : 'Reported as succeeded. Nobody has seen which commit serves.',
  };
}
