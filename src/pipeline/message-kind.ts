import type { Announcement } from './announcement.ts';

/** The kinds of messages. The configuration may give each kind a channel of its own. */
export const MESSAGE_KINDS = [
  'slates',
  'tip-off',
  'grading',
  'health',
  'deploys',
  'sessions',
  'alerts',
  'audit',
] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** The channels of the kinds that do not use the common channel: names without `#`, or ids. */
export type ChannelsByKind = Readonly<Partial<Record<MessageKind, string>>>;

const KINDS = {
  'slate-progress': 'slates',
  slate: 'slates',
  'late-results': 'slates',
  'slate-changes': 'slates',
  'slate-hold': 'slates',
  withdrawal: 'slates',
  'player-back': 'slates',
  'tip-off': 'tip-off',
  'tip-off-reminder': 'tip-off',
  results: 'grading',
  'headline-model': 'grading',
  'daily-health': 'health',
  lock: 'deploys',
  'lock-suspect': 'deploys',
  'lock-offer': 'deploys',
  'lock-notice': 'deploys',
  'deploy-freeze': 'deploys',
  'deploy-alert': 'deploys',
  lockless: 'deploys',
  'lockless-unreadable': 'deploys',
  'unannounced-deploy': 'deploys',
  session: 'sessions',
  'session-lost': 'sessions',
  'session-note': 'sessions',
  handoff: 'sessions',
  'handoff-accepted': 'sessions',
  'token-request': 'sessions',
  'batch-alert': 'alerts',
  stall: 'alerts',
  approval: 'alerts',
  incident: 'alerts',
  'incident-reminder': 'alerts',
  'clock-alert': 'alerts',
  'audit-heads': 'audit',
} as const satisfies Record<Announcement['type'], MessageKind>;

/** Returns the kind of a message. */
export function messageKind({ type }: Pick<Announcement, 'type'>): MessageKind {
  return KINDS[type];
}
