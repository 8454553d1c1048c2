import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import { Claimant, type Deploy } from '../deploy-locks/lock.ts';
import { ServedCommit } from './served-commit.ts';

/**
 * A deploy, from its start on. It changes in the transaction that changes the lock's newest deploy. The records are the
 * history of a service: its last good commit, and how long its deploys take.
 */
const DeployRecord = z.object({
  deploy_id: z.string(),
  service: z.string(),
  /** The fencing token of the hold that covers the deploy. */
  token: z.number().int(),
  claimant: Claimant,
  /** The commit that the session says it deploys. */
  commit: z.string().nullable(),
  state: z.enum(['running', 'succeeded', 'failed', 'unknown']),
  started_at: Instant,
  ended_at: Instant.nullable(),
  served: ServedCommit.nullable(),
});
export type DeployRecord = Readonly<z.infer<typeof DeployRecord>>;

/** The records of all deploys. They are kept for ever, because an old deploy can be the last good one of its service. */
export const DEPLOYS: Collection<DeployRecord> = {
  name: 'deploys',
  schema: DeployRecord,
  indexes: [['service', 'started_at']],
  texts: [],
  times: ['started_at', 'ended_at'],
};

export function deployRef(deployId: string): DocumentRef<DeployRecord> {
  return { collection: DEPLOYS, id: deployId };
}

/** The record of a deploy in its current state. */
export function recordOfDeploy(service: string, deploy: Deploy): DeployRecord {
  const { deploy_id, token, claimant, commit, state, started_at, ended_at, served } = deploy;
  return { deploy_id, service, token, claimant, commit, state, started_at, ended_at, served };
}
