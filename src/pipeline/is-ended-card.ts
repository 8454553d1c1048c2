import type { Announcement } from './announcement.ts';

/** Returns whether an announcement is a card on which people could act, and on which nobody has to act any more. */
export function isEndedCard(announcement: Announcement): boolean {
  switch (announcement.type) {
    case 'lock':
      return announcement.ended !== null;
    case 'lock-suspect':
    case 'lock-offer':
    case 'deploy-alert':
      return announcement.outcome !== null;
    case 'stall':
      return announcement.end !== null;
    case 'approval':
    case 'handoff':
    case 'token-request':
      return announcement.state !== 'pending';
    case 'session':
      return announcement.ended_by !== null || announcement.summary !== null;
    case 'incident':
      return announcement.status.state === 'resolved';
    default:
      return false;
  }
}
