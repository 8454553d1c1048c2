import type { Claimant, Deploy } from '#src/coordination/deploy-locks/lock.ts';
import type {
  BypassNotice,
  DeployAlert,
  LockCard,
  LockNotice,
  ReservationNotice,
  UnreadableBypass,
  UnresponsiveHolder,
} from '#src/coordination/deploy-locks/lock-announcements.ts';
import type { Announcement } from '#src/pipeline/announcement.ts';
import { Instant } from '#src/platform/instant.ts';

const at = (clock: string) => Instant.parse(`2026-02-05T${clock}:00.000000Z`);

const CLAUDE: Claimant = {
  session: 'session_1f2e3d4c',
  kind: 'agent',
  name: 'claude-7',
  user_id: null,
  acts_for: 'ann',
};
const BEN: Claimant = { session: 'slack:U0BEN', kind: 'person', name: 'ben', user_id: 'U0BEN', acts_for: null };

const HOLD = {
  service: 'worker',
  token: 7,
  claimant: CLAUDE,
  reason: 'Fix the injury filter',
  since: at('23:00'),
  until: at('23:30'),
  ticket: 't-7',
};

const DEPLOY: Deploy = {
  deploy_id: 'd-1',
  request: 'r-1',
  token: 7,
  claimant: CLAUDE,
  commit: 'abcdef1',
  state: 'running',
  holds_lock: false,
  started_at: at('23:02'),
  ended_at: null,
  changes: null,
  last_good: null,
  overdue_at: at('23:18'),
  overdue_since: null,
  sends_heartbeats: false,
  seen_at: null,
  missing_since: null,
  result_from: null,
  served: null,
  variables_before: null,
  drop_variables: null,
  lost_variables: [],
};

/** A deploy that was reported as succeeded while another commit serves. */
export const MISMATCHED: Deploy = {
  ...DEPLOY,
  state: 'succeeded',
  ended_at: at('23:08'),
  changes: {
    type: 'known',
    from: 'b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2',
    added: 12,
    removed: 0,
    newest: Array.from({ length: 10 }, (_, index) => ({
      sha: `${index}c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c`,
      title: `Fix the filter, step ${index}`,
    })),
    diff_url: 'https://github.com/ann/nba/compare/b2b2b2b...abcdef1',
  },
  last_good: {
    commit: 'b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2',
    revision: 'worker-00041',
    verified: true,
    deployed_at: at('13:00'),
    rollback: 'gcloud run services update-traffic worker --to-revisions worker-00041=100',
  },
  result_from: 'session',
  served: {
    verdict: 'differs',
    commit: 'b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2',
    revision: 'worker-00041',
    share: 0,
    why: 'The newest revision did not become ready.',
  },
};

export const DEPLOY_ALERT: DeployAlert = {
  type: 'deploy-alert',
  service: 'worker',
  problem: 'overdue',
  deploy: { ...DEPLOY, overdue_since: at('23:18') },
  ticket: 't-7',
  outcome: null,
};

const LOCK_CARD: LockCard = {
  type: 'lock',
  ...HOLD,
  suspect_since: null,
  freeze_override: null,
  ended: null,
  queue: [{ claimant: BEN, reason: 'Roll back the parser', since: at('23:05') }],
  offered_until: null,
  deploys: [{ ...DEPLOY, service: 'worker' }],
};

export const LOCK_SUSPECT: UnresponsiveHolder = {
  type: 'lock-suspect',
  ...HOLD,
  suspect_since: at('23:10'),
  outcome: null,
  settled_by: null,
};

export const LOCK_OFFER: ReservationNotice = {
  type: 'lock-offer',
  service: 'worker',
  ticket: 't-8',
  to: BEN,
  until: at('23:35'),
  outcome: null,
};

const LOCK_NOTICE: LockNotice = {
  type: 'lock-notice',
  service: 'worker',
  happened: 'ended',
  at: at('23:12'),
  claimant: CLAUDE,
  by: BEN,
  how: 'taken-over',
  reason: 'It does not answer',
  until: null,
  deploy: null,
  ticket: null,
};

const LOCKLESS: BypassNotice = {
  type: 'lockless',
  service: 'worker',
  claimant: BEN,
  reason: 'The store is down and the worker too',
  at: '2026-02-05T23:00:00.000Z',
};

export const LOCK_ANNOUNCEMENTS: readonly Announcement[] = [
  LOCK_CARD,
  { ...LOCK_CARD, ended: { how: 'taken-over', by: BEN, reason: 'It does not answer', at: at('23:12') } },
  LOCK_SUSPECT,
  { ...LOCK_SUSPECT, outcome: 'taken-over', settled_by: BEN },
  LOCK_OFFER,
  LOCK_NOTICE,
  LOCKLESS,
  { type: 'lockless-unreadable', note: 'request-1' },
  { ...LOCK_CARD, deploys: [{ ...MISMATCHED, service: 'worker' }] },
  DEPLOY_ALERT,
  { ...DEPLOY_ALERT, problem: 'missing' },
  { ...DEPLOY_ALERT, problem: 'mismatch', deploy: MISMATCHED, ticket: null },
];

type LockAnnouncement =
  | LockCard
  | UnresponsiveHolder
  | ReservationNotice
  | LockNotice
  | DeployAlert
  | BypassNotice
  | UnreadableBypass;

/** The announcement with every name and sentence replaced by this text. */
export function lockWithEveryText(announcement: LockAnnouncement, text: string): LockAnnouncement {
  const somebody: Claimant = { session: text, kind: 'agent', name: text, user_id: text, acts_for: text };
  switch (announcement.type) {
    case 'lock':
      return {
        ...announcement,
        claimant: somebody,
        reason: text,
        ended: announcement.ended && { ...announcement.ended, by: somebody, reason: text },
        queue: [{ claimant: somebody, reason: text, since: HOLD.since }],
        deploys: announcement.deploys.map((deploy) => ({ ...deployWithEveryText(deploy, text), service: text })),
      };
    case 'lock-suspect':
      return { ...announcement, claimant: somebody, reason: text };
    case 'lock-offer':
      return { ...announcement, to: somebody };
    case 'lock-notice':
      return { ...announcement, claimant: somebody, by: somebody, reason: text };
    case 'deploy-alert':
      return { ...announcement, service: text, deploy: deployWithEveryText(announcement.deploy, text) };
    case 'lockless-unreadable':
      return { ...announcement, note: text };
    case 'lockless':
      return { ...announcement, claimant: somebody, reason: text };
  }
}

function deployWithEveryText(deploy: Deploy, text: string): Deploy {
  const { changes, last_good, served } = deploy;
  const somebody: Claimant = { session: text, kind: 'agent', name: text, user_id: text, acts_for: text };
  return {
    ...deploy,
    commit: text,
    claimant: somebody,
    changes:
      changes?.type === 'known'
        ? { ...changes, diff_url: null, newest: changes.newest.map(() => ({ sha: text, title: text })) }
        : changes,
    last_good: last_good && { ...last_good, commit: text, revision: text, rollback: text },
    served: served && { ...served, commit: text, revision: text, why: text },
  };
}
