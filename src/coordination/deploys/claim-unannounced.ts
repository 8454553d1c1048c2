import type { DocumentStore } from '../../platform/document-store.ts';
import { type Instant, instantFromDate } from '../../platform/instant.ts';
import type { AuditContext } from '../audit/audit-context.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import type { Claimant } from '../deploy-locks/lock.ts';
import { enqueuePosts } from '../outbox/post.ts';
import { type DeployRecord, deployRef } from './deploy-record.ts';
import { type UnannouncedDeploy, unannouncedPosts, unannouncedRef } from './unannounced-deploy.ts';

/** A person or an agent who says that an unannounced deploy is theirs. */
interface DeployClaim {
  readonly service: string;
  /** The id of the unannounced deploy. */
  readonly id: string;
  readonly claimant: Claimant;
  /** The id of the record that a deploy gets if it has ended. */
  readonly deployId: string;
}

export type DeployClaimAnswer =
  | { readonly type: 'not-found' }
  | { readonly type: 'claimed-before'; readonly by: Claimant }
  | { readonly type: 'claimed'; readonly deploy: UnannouncedDeploy };

interface ClaimStore {
  readonly store: DocumentStore;
  readonly auditContext: AuditContext;
}

/**
 * Records whose an unannounced deploy is. The first one who says so has it, and may say so again. A deploy that has
 * ended gets its record in the history of the service.
 */
export function claimUnannounced({ store, auditContext }: ClaimStore, claim: DeployClaim): Promise<DeployClaimAnswer> {
  const { service, id, claimant } = claim;
  return auditedTransaction(store, auditContext, async (transaction, audit): Promise<DeployClaimAnswer> => {
    const ref = unannouncedRef(service);
    const before = (await transaction.get(ref))?.data.deploys ?? [];
    const found = before.find((each) => [each.id, each.revision, each.build?.id].includes(id));
    if (found === undefined) return { type: 'not-found' };
    if (found.claimed_by !== null) {
      const isSame = found.claimed_by.session === claimant.session;
      return isSame ? { type: 'claimed', deploy: found } : { type: 'claimed-before', by: found.claimed_by };
    }
    const now = await transaction.now();
    const deploy = { ...found, claimed_by: claimant, claimed_at: now };
    const deploys = before.map((each) => (each === found ? deploy : each));
    await enqueuePosts(transaction, unannouncedPosts(service, before, deploys));
    transaction.update(ref, { deploys });
    if (deploy.ended_at !== null) {
      transaction.create(deployRef(claim.deployId), endedRecord(claim, { ...deploy, ended_at: deploy.ended_at }, now));
    }
    const subject = { kind: 'service', id: service } as const;
    audit.append({ action: 'deploy.claimed-afterwards', subject, before: found, after: deploy });
    return { type: 'claimed', deploy };
  });
}

const STATES = {
  serving: 'succeeded',
  failed: 'failed',
  running: 'unknown',
  'not-serving': 'unknown',
  announced: 'unknown',
  unknown: 'unknown',
} as const satisfies Record<UnannouncedDeploy['outcome'], DeployRecord['state']>;

/** No hold covered the deploy, so its token is 0. */
function endedRecord(
  claim: DeployClaim,
  deploy: UnannouncedDeploy & { readonly ended_at: Instant },
  now: Instant,
): DeployRecord {
  return {
    deploy_id: claim.deployId,
    service: claim.service,
    token: 0,
    claimant: claim.claimant,
    commit: deploy.commit,
    state: STATES[deploy.outcome],
    started_at: instantFromDate(new Date(deploy.started_at)),
    ended_at: deploy.ended_at,
    served: null,
    diff_url: null,
    mirror_due_since: now,
  };
}
