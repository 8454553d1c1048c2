import * as z from 'zod';
import { AuditHeadsPost } from '../coordination/audit/announce-heads.ts';
import { ClockAlert } from '../coordination/clock/clock-alert.ts';
import { DeployFreezeNotice } from '../coordination/deploy-locks/freeze-deploys.ts';
import { LOCK_ANNOUNCEMENTS } from '../coordination/deploy-locks/lock-announcements.ts';
import { UnannouncedNotice } from '../coordination/deploys/unannounced-deploy.ts';
import { HandoffAccepted, HandoffCard } from '../coordination/handoffs/handoff-card.ts';
import { IncidentCard, IncidentReminder } from '../coordination/incidents/incident-card.ts';
import { NotePost } from '../coordination/sessions/note.ts';
import { SessionCard, SessionLost } from '../coordination/sessions/session-card.ts';
import { TokenRequestCard } from '../coordination/tokens/token-request-card.ts';
import {
  ApprovalCard,
  BatchAlert,
  LateResults,
  SlateProgress,
  SlateResults,
  StallCard,
} from './batch/batch-announcements.ts';
import { SlateChangesNotice } from './batch/slate-changes.ts';
import { SlateHoldNotice } from './batch/slate-hold.ts';
import { ResultsAnnouncement } from './grading/night-results.ts';
import { HeadlineNotice } from './headline/update-headline.ts';
import { DailyHealth } from './health/daily-health.ts';
import { TipOffCard, TipOffReminder } from './tip-off/tip-off-announcements.ts';
import { PlayerBackNotice, WithdrawalNotice } from './withdrawals/withdrawal-announcements.ts';

/** All kinds of posts that the channel can show. The outbox stores each post as JSON. */
export const Announcement = z.discriminatedUnion('type', [
  SlateProgress,
  SlateResults,
  BatchAlert,
  StallCard,
  LateResults,
  SlateChangesNotice,
  SlateHoldNotice,
  WithdrawalNotice,
  PlayerBackNotice,
  ApprovalCard,
  SessionCard,
  SessionLost,
  NotePost,
  HandoffCard,
  HandoffAccepted,
  TokenRequestCard,
  ...LOCK_ANNOUNCEMENTS,
  DeployFreezeNotice,
  UnannouncedNotice,
  ResultsAnnouncement,
  HeadlineNotice,
  DailyHealth,
  TipOffCard,
  TipOffReminder,
  ClockAlert,
  IncidentCard,
  IncidentReminder,
  AuditHeadsPost,
]);
export type Announcement = z.infer<typeof Announcement>;
