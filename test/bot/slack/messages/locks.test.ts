import { expect, test } from 'vitest';
import { renderAnnouncement } from '#src/bot/slack/messages/render-announcement.ts';
import type { Announcement } from '#src/pipeline/results/announcement.ts';
import { LOCK_ANNOUNCEMENTS } from './locks-to-render.ts';
import { seen } from './visible-text.ts';

const [held, takenOver, suspect, settled, offer, notice, lockless] = LOCK_ANNOUNCEMENTS;

test.each<[string, Announcement | undefined, readonly string[]]>([
  [
    'a held lock: who for whom, why, until when, the deploy, who waits, and since when',
    held,
    [
      'worker is held by claude-7 for @ann',
      'Fix the injury filter',
      'Until 6:30 PM ET',
      'Deploy of worker at abcdef1 runs',
      'Waiting: ben',
      'since 6:00 PM ET',
      'token 7',
      'session_1f2e3d4c',
    ],
  ],
  [
    'one that was taken over: by whom, when and why',
    takenOver,
    ['was held by', 'Taken over by ben at 6:12 PM ET: It does not answer'],
  ],
  [
    'a holder who does not answer: since when, and what to do',
    suspect,
    ['who does not answer', '6:10 PM ET', 'Anybody may take it over now', 'Take over'],
  ],
  ['a suspicion that is settled says how', settled, ['Taken over by ben.']],
  [
    'an offer: whose turn it is, and how long',
    offer,
    ['worker is free: ben is next', 'until 6:35 PM ET', 'Claim', 'Pass'],
  ],
  [
    'a notice calls the person behind the agent that loses something',
    notice,
    ['ann: the claim was taken over by ben at 6:12 PM ET: It does not answer'],
  ],
  [
    'who went without the lock: why, and what that meant',
    lockless,
    ['ben went on without the lock of worker', 'nobody else was kept away'],
  ],
])('%s', (_, announcement, parts) => {
  if (announcement === undefined) throw new Error('there is nothing to render');
  const text = seen(renderAnnouncement(announcement));
  for (const part of parts) expect(text).toContain(part);
});

test('what is over has no buttons', () => {
  for (const over of [takenOver, settled]) {
    if (over === undefined) throw new Error('there is nothing to render');
    expect(renderAnnouncement(over).blocks.filter(({ type }) => type === 'actions')).toEqual([]);
  }
});
