import type { Announcement } from '../../../pipeline/announcement.ts';
import { approvalCard } from './approval-card.ts';
import { auditHeads } from './audit-heads.ts';
import { batchAlert } from './batch-alert.ts';
import { clockAlert } from './clock-alert.ts';
import { dailyHealth } from './daily-health.ts';
import { deployAlert } from './deploy-alert.ts';
import { deployFreezeNotice } from './deploy-freeze.ts';
import { handoffAccepted, handoffCard } from './handoff-card.ts';
import { headlineNotice } from './headline-notice.ts';
import { incidentCard, incidentReminder } from './incident-card.ts';
import { lateResults } from './late-results.ts';
import { lockCard, unresponsiveHolderMessage } from './lock-card.ts';
import { bypassNotice, lockNotice, reservationNotice, unreadableBypassNotice } from './lock-notice.ts';
import { nightResults } from './night-results.ts';
import { sessionCard, sessionLost } from './session-card.ts';
import { sessionNote } from './session-note.ts';
import type { SlackMessage } from './slack-message.ts';
import { slateChanges } from './slate-changes.ts';
import { slateHoldNotice } from './slate-hold.ts';
import { slateProgress } from './slate-progress.ts';
import { slateResults } from './slate-results.ts';
import { stallCard } from './stall-card.ts';
import { tipOffCard, tipOffReminder } from './tip-off.ts';
import { tokenRequestCard } from './token-request-card.ts';
import { unannouncedDeployNotice } from './unannounced-deploy.ts';
import { playerBackNotice, withdrawalNotice } from './withdrawal.ts';

/** Renders an announcement for the channel. Every number shown comes from the announcement. */
export function renderAnnouncement(announcement: Announcement): SlackMessage {
  switch (announcement.type) {
    case 'slate-progress':
      return slateProgress(announcement);
    case 'slate':
      return slateResults(announcement);
    case 'batch-alert':
      return batchAlert(announcement);
    case 'stall':
      return stallCard(announcement);
    case 'late-results':
      return lateResults(announcement);
    case 'slate-changes':
      return slateChanges(announcement);
    case 'slate-hold':
      return slateHoldNotice(announcement);
    case 'withdrawal':
      return withdrawalNotice(announcement);
    case 'player-back':
      return playerBackNotice(announcement);
    case 'approval':
      return approvalCard(announcement);
    case 'clock-alert':
      return clockAlert(announcement);
    case 'incident':
      return incidentCard(announcement);
    case 'incident-reminder':
      return incidentReminder(announcement);
    case 'audit-heads':
      return auditHeads(announcement);
    case 'results':
      return nightResults(announcement);
    case 'daily-health':
      return dailyHealth(announcement);
    case 'tip-off':
      return tipOffCard(announcement);
    case 'tip-off-reminder':
      return tipOffReminder(announcement);
    case 'headline-model':
      return headlineNotice(announcement);
    default:
      return renderWorkAnnouncement(announcement);
  }
}

/** The types of the announcements about locks and deploys. */
type DeployTypes = `lock${string}` | `deploy-${string}` | 'unannounced-deploy';

type WorkAnnouncement = Extract<
  Announcement,
  { type: `session${string}` | `handoff${string}` | 'token-request' | DeployTypes }
>;

/** Renders an announcement about the sessions of people and agents, and what they have. */
function renderWorkAnnouncement(announcement: WorkAnnouncement): SlackMessage {
  switch (announcement.type) {
    case 'session':
      return sessionCard(announcement);
    case 'session-lost':
      return sessionLost(announcement);
    case 'session-note':
      return sessionNote(announcement);
    case 'handoff':
      return handoffCard(announcement);
    case 'handoff-accepted':
      return handoffAccepted(announcement);
    case 'token-request':
      return tokenRequestCard(announcement);
    default:
      return renderDeployAnnouncement(announcement);
  }
}

function renderDeployAnnouncement(announcement: Extract<Announcement, { type: DeployTypes }>): SlackMessage {
  switch (announcement.type) {
    case 'deploy-freeze':
      return deployFreezeNotice(announcement);
    case 'deploy-alert':
      return deployAlert(announcement);
    case 'unannounced-deploy':
      return unannouncedDeployNotice(announcement);
    case 'lock':
      return lockCard(announcement);
    case 'lock-suspect':
      return unresponsiveHolderMessage(announcement);
    case 'lock-offer':
      return reservationNotice(announcement);
    case 'lock-notice':
      return lockNotice(announcement);
    case 'lockless-unreadable':
      return unreadableBypassNotice(announcement);
    case 'lockless':
      return bypassNotice(announcement);
  }
}
