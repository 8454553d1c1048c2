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
  /** The address of a page with the changes that go out; null if there is none. */
  diff_url: z.string().nullable().default(null),
  /** Since when the mirror of the deploys has to show a change of this one; null if it has nothing to show. */
  mirror_due_since: Instant.nullable().default(null),
});
export type DeployRecord = Readonly<z.infer<typeof DeployRecord>>;

/** The records of all deploys. They are kept for ever, because an old deploy can be the last good one of its service. */
export const DEPLOYS: Collection<DeployRecord> = {
  name: 'deploys',
  schema: DeployRecord,
  indexes: [['service', 'started_at'], ['mirror_due_since']],
  texts: [],
  times: ['started_at', 'ended_at', 'mirror_due_since'],
};

export function deployRef(deployId: string): DocumentRef<DeployRecord> {
  return { collection: DEPLOYS, id: deployId };
}

/** The record of a deploy that changes at `now`. The mirror of the deploys has to show the change. */
export function recordOfDeploy(service: string, deploy: Deploy, now: Instant): DeployRecord {
  const { deploy_id, token, claimant, commit, state, started_at, ended_at, served, changes } = deploy;
  const diff_url = changes?.type === 'known' ? changes.diff_url : null;
  return {
    deploy_id,
    service,
    token,
    claimant,
    commit,
    state,
    started_at,
    ended_at,
    served,
    diff_url,
    mirror_due_since: now,
  };
}
