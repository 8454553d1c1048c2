import { expect, test } from 'vitest';
import { renderAnnouncement } from '#src/bot/slack/messages/render-announcement.ts';
import type { Announcement } from '#src/pipeline/announcement.ts';
import { LOCK_ANNOUNCEMENTS, LOCK_OFFER, LOCK_SUSPECT } from './locks-to-render.ts';
import { seen, visibleText } from './visible-text.ts';

const [held, takenOver, suspect, settled, offer, notice, lockless, unreadable] = LOCK_ANNOUNCEMENTS;

test.each<[string, Announcement | undefined, readonly string[]]>([
  [
    'a held lock shows holder, reason, end, deploy, queue and claim time',
    held,
    [
      'worker is held by claude-7 for @ann',
      'Fix the injury filter',
      'Until 6:30 PM ET',
      'Deploy of worker at abcdef1 has been running since',
      'Waiting: ben',
      'claimed at 6:00 PM ET',
      'token 7',
      'session_1f2e3d4c',
    ],
  ],
  [
    'a lock that was taken over shows by whom, when and why',
    takenOver,
    ['was held by', 'Taken over by ben at 6:12 PM ET, Feb 5: It does not answer'],
  ],
  [
    'an unresponsive holder is announced with the time and what to do',
    suspect,
    [
      'held by claude-7 for @ann, who is unresponsive',
      '6:10 PM ET',
      'The claim ends with the session, or at 6:30 PM ET',
      'Anyone may take over the lock now',
      'Take over',
    ],
  ],
  ['a resolved case of an unresponsive holder says how it ended', settled, ['Taken over by ben.']],
  [
    'a reservation names the next claimant and the deadline',
    offer,
    ['worker is free: ben is next', 'until 6:35 PM ET', 'Claim', 'Pass'],
  ],
  [
    'a notice mentions the person of the agent that lost its lock',
    notice,
    ['ann: the claim was taken over by ben at 6:12 PM ET, Feb 5: It does not answer'],
  ],
  [
    'a deploy without the lock shows the reason and the consequence',
    lockless,
    [
      'ben deployed without the worker deploy lock',
      'the lock did not block other deploys',
      '6:00 PM ET, Feb 5 by the clock of that machine',
    ],
  ],
  [
    'an unreadable bypass record says which file to check',
    unreadable,
    [
      'Somebody deployed without a lock',
      'without-lock/request-1.json.unreadable',
      'Please say so here',
      'For whoever runs the bot: read the file',
    ],
  ],
])('%s', (_, announcement, parts) => {
  if (announcement === undefined) throw new Error('there is nothing to render');
  const text = seen(renderAnnouncement(announcement));
  for (const part of parts) expect(text).toContain(part);
});

test('an ended claim has no buttons', () => {
  for (const over of [takenOver, settled]) {
    if (over === undefined) throw new Error('there is nothing to render');
    expect(renderAnnouncement(over).blocks.filter(({ type }) => type === 'actions')).toEqual([]);
  }
});

test('an ended reservation shows its outcome and no longer says that the lock is free', () => {
  const texts = (['claimed', 'passed', 'withdrawn'] as const).map((outcome) =>
    seen(renderAnnouncement({ ...LOCK_OFFER, outcome })),
  );
  expect(texts).toEqual([
    expect.stringContaining('worker was reserved for ben, who claimed it'),
    expect.stringContaining('worker was reserved for ben, who did not claim it in time'),
    expect.stringContaining('worker was reserved for ben, who declined it'),
  ]);
  for (const text of texts) expect(text).not.toMatch(/is free|is asked/);
});

test.each([
  [
    'an agent',
    { acts_for: 'ann', name: 'claude-7', session: 'session_1f2e3d4c' },
    'ann, it is the turn of claude-7. Run ',
  ],
  ['a person at a command line', { acts_for: null, name: 'ann', session: 'cli:ann' }, 'ann, it is your turn. Run '],
])(
  'a reservation for %s shows the command instead of buttons, because nobody could click for that session',
  (_, whose, called) => {
    const to = { ...LOCK_OFFER.to, user_id: null, ...whose };
    const { blocks } = renderAnnouncement({ ...LOCK_OFFER, to });
    expect(blocks.filter(({ type }) => type === 'actions')).toEqual([]);
    const text = visibleText(blocks);
    expect(text).toContain(called);
    expect(text).toContain(`tipoff deploy claim worker --reason "…" in the session ${whose.session} to claim it`);
  },
);

test('a resolved case no longer calls the holder unresponsive', () => {
  const answers = seen(renderAnnouncement({ ...LOCK_SUSPECT, outcome: 'heard-again' }));
  expect(answers).toContain('responsive again');
  expect(seen(renderAnnouncement({ ...LOCK_SUSPECT, outcome: 'expired' }))).toContain('worker was held by');
});

test('a resolved case announces no end of the claim', () => {
  if (settled === undefined) throw new Error('no resolved case is rendered');
  const { text, blocks } = renderAnnouncement(settled);
  expect(`${text} ${visibleText(blocks)}`).not.toContain('The claim ends');
});
