import * as z from 'zod';
import { ClockAlert } from '../coordination/clock/clock-alert.ts';
import { LOCK_ANNOUNCEMENTS } from '../coordination/deploy-locks/lock-announcements.ts';
import { IncidentCard, IncidentReminder } from '../coordination/incidents/incident-card.ts';
import { SessionCard, SessionLost } from '../coordination/sessions/session-card.ts';
import { ApprovalCard, BatchAlert, SlateProgress, SlateResults } from './batch/batch-announcements.ts';
import { ResultsAnnouncement } from './grading/night-results.ts';

/** Everything the channel can show. Posts hold it as JSON. */
export const Announcement = z.discriminatedUnion('type', [
  SlateProgress,
  SlateResults,
  BatchAlert,
  ApprovalCard,
  SessionCard,
  SessionLost,
  ...LOCK_ANNOUNCEMENTS,
  ResultsAnnouncement,
  ClockAlert,
  IncidentCard,
  IncidentReminder,
]);
export type Announcement = z.infer<typeof Announcement>;
