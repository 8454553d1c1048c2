import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import { Claimant } from '../deploy-locks/lock.ts';

/** What the target served when a deploy finished, compared with the commit that the deploy claimed. */
const ServedCommit = z.object({
  /** `unclaimed`: the deploy claimed no commit. `unknown`: the target could not be read or does not state a commit. */
  verdict: z.enum(['matches', 'differs', 'unclaimed', 'unknown']),
  commit: z.string().nullable(),
  revision: z.string().nullable(),
  /** Why the verdict is `unknown`, as a sentence; null for another verdict. */
  why: z.string().nullable(),
});
export type ServedCommit = Readonly<z.infer<typeof ServedCommit>>;

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
