import type { Announcement } from '../../../pipeline/announcement.ts';
import { smallPrint } from './header.ts';
import type { SlackMessage } from './slack-message.ts';

const MARK = 'Sample league';

const SUBJECTS = {
  'slate-progress': 'games',
  slate: 'games',
  'batch-alert': 'games',
  stall: 'games',
  'late-results': 'games',
  'slate-changes': 'games',
  'slate-hold': 'games',
  withdrawal: 'games',
  'player-back': 'games',
  approval: 'games',
  results: 'games',
  'daily-health': 'games',
  'headline-model': 'games',
  'tip-off': 'games',
  'tip-off-reminder': 'games',
  incident: 'games',
  'incident-reminder': 'games',
  session: 'work',
  'session-lost': 'work',
  'session-note': 'work',
  handoff: 'work',
  'handoff-accepted': 'work',
  'token-request': 'work',
  lock: 'work',
  'deploy-freeze': 'work',
  'lock-suspect': 'work',
  'lock-offer': 'work',
  'lock-notice': 'work',
  'deploy-alert': 'work',
  lockless: 'work',
  'lockless-unreadable': 'work',
  'unannounced-deploy': 'work',
  'clock-alert': 'work',
  'audit-heads': 'work',
} as const satisfies Record<Announcement['type'], 'games' | 'work'>;

/** Returns whether an announcement tells about games, which may be those of the sample league. */
export function isAboutGames({ type }: Announcement): boolean {
  return SUBJECTS[type] === 'games';
}

/** Calls a message a message of the sample league, so that nobody takes it for the NBA. */
export function markedAsSample({ text, blocks, picture }: SlackMessage): SlackMessage {
  return {
    text: `${MARK}: ${text}`,
    blocks: [smallPrint(`${MARK}: made-up players and games, not the NBA`), ...blocks],
    ...(picture === undefined ? {} : { picture: { ...picture, at: picture.at + 1 } }),
  };
}
