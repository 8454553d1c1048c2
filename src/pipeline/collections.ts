import { APPROVALS } from '../coordination/approvals/approval.ts';
import { AUDIT_HEADS, AUDIT_RECORDS } from '../coordination/audit/audit-record.ts';
import { BYPASSES } from '../coordination/deploy-locks/bypass.ts';
import { FREEZES } from '../coordination/deploy-locks/freeze.ts';
import { LOCKS } from '../coordination/deploy-locks/lock-storage.ts';
import { DEPLOYS } from '../coordination/deploys/deploy-record.ts';
import { DEPLOY_WATCHES } from '../coordination/deploys/deploy-watch.ts';
import { DRIFT_ALERTS } from '../coordination/deploys/drift-alert.ts';
import { UNANNOUNCED_DEPLOYS } from '../coordination/deploys/unannounced-deploy.ts';
import { HANDOFFS, NEWEST_HANDOFFS } from '../coordination/handoffs/handoff.ts';
import { INCIDENTS } from '../coordination/incidents/incident.ts';
import { JOB_STATES } from '../coordination/jobs/scheduled-job-state.ts';
import { LEASES } from '../coordination/leases/lease.ts';
import { POSTS } from '../coordination/outbox/post.ts';
import { RECEIPTS } from '../coordination/outbox/receipt.ts';
import { CHANNEL_FAULTS } from '../coordination/outbox/refusals.ts';
import { INBOXES } from '../coordination/sessions/note.ts';
import { SESSIONS } from '../coordination/sessions/session.ts';
import { TOKENS } from '../coordination/tokens/token.ts';
import { ACTIVE_BATCHES } from './batch/active-batch.ts';
import { STAGING_TABLES } from './batch/drop-staging.ts';
import { COMPLETIONS } from './batch/legacy-progress.ts';
import { REQUIRED_COMMITS } from './batch/required-commit.ts';
import { SLATE_HOLDS } from './batch/slate-hold.ts';
import { SLATE_SEQUENCES } from './batch/slate-sequence.ts';
import { STALL_LOOKS } from './batch/stall-look.ts';
import { RECENT_SWEEPS } from './batch/systemic-stall.ts';
import { DELIVERY_COUNTS } from './deliveries/delivery-counts.ts';
import { BATCHES } from './documents/batch-document.ts';
import { HEADLINE_CHANGES } from './headline/headline-model.ts';
import { BATCH_INJURIES } from './player/batch-injuries.ts';
import { PLAYERS } from './player/player-document.ts';
import { POISON_MESSAGES } from './player/poison-message.ts';
import { WITHDRAWALS } from './withdrawals/withdrawal.ts';

/**
 * The declarations of all document collections of the pipeline and of coordination. The composition root adds the
 * collections of the transports.
 */
export const COLLECTIONS = [
  BATCHES,
  PLAYERS,
  BATCH_INJURIES,
  COMPLETIONS,
  ACTIVE_BATCHES,
  SLATE_SEQUENCES,
  SLATE_HOLDS,
  REQUIRED_COMMITS,
  WITHDRAWALS,
  STALL_LOOKS,
  RECENT_SWEEPS,
  STAGING_TABLES,
  DELIVERY_COUNTS,
  POISON_MESSAGES,
  HEADLINE_CHANGES,
  LEASES,
  JOB_STATES,
  POSTS,
  RECEIPTS,
  CHANNEL_FAULTS,
  LOCKS,
  BYPASSES,
  FREEZES,
  DEPLOYS,
  DRIFT_ALERTS,
  UNANNOUNCED_DEPLOYS,
  DEPLOY_WATCHES,
  APPROVALS,
  INCIDENTS,
  HANDOFFS,
  NEWEST_HANDOFFS,
  SESSIONS,
  INBOXES,
  TOKENS,
  AUDIT_RECORDS,
  AUDIT_HEADS,
];
