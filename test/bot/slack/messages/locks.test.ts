import { expect, test } from 'vitest';
import { renderAnnouncement } from '#src/bot/slack/messages/render-announcement.ts';
import type { Announcement } from '#src/pipeline/announcement.ts';
import { LOCK_ANNOUNCEMENTS, LOCK_OFFER, LOCK_SUSPECT } from './locks-to-render.ts';
import { seen, visibleText } from './visible-text.ts';

const [held, takenOver, suspect, settled, offer, notice, lockless, unreadable] = LOCK_ANNOUNCEMENTS;

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
    [
      'who does not answer',
      '6:10 PM ET',
      'The claim ends with the session, or at 6:30 PM ET',
      'Anybody may take it over now',
      'Take over',
    ],
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
    [
      'ben went on without the lock of worker',
      'nobody else was kept away',
      'Feb 5, 6:00 PM ET by the clock of that machine',
    ],
  ],
  [
    'a note that cannot be read: who looks where',
    unreadable,
    [
      'Somebody went on without a lock',
      'without-lock/request-1.json.unreadable',
      'says so here',
      'Who has the machine',
    ],
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

test('an offer that is over says what became of it, and no more that the lock is free', () => {
  const texts = (['claimed', 'passed', 'withdrawn'] as const).map((outcome) =>
    seen(renderAnnouncement({ ...LOCK_OFFER, outcome })),
  );
  expect(texts).toEqual([
    expect.stringContaining('worker was offered to ben, who claimed it'),
    expect.stringContaining('worker was offered to ben, who let the five minutes pass'),
    expect.stringContaining('worker was offered to ben, who does not want it any more'),
  ]);
  for (const text of texts) expect(text).not.toMatch(/is free|is asked/);
});

test.each([
  ['an agent', { acts_for: 'ann', name: 'claude-7', session: 'session_1f2e3d4c' }, 'ann, it is the turn of claude-7: '],
  ['a person at a command line', { acts_for: null, name: 'ann', session: 'cli:ann' }, 'ann, it is your turn: '],
])('an offer to %s has no button that would refuse everybody, but the command', (_, whose, called) => {
  const to = { ...LOCK_OFFER.to, user_id: null, ...whose };
  const { blocks } = renderAnnouncement({ ...LOCK_OFFER, to });
  expect(blocks.filter(({ type }) => type === 'actions')).toEqual([]);
  const text = visibleText(blocks);
  expect(text).toContain(called);
  expect(text).toContain(`tipoff deploy claim worker --reason "…" in the session ${whose.session} takes it`);
});

test('a suspicion that is over does not say that the holder is silent', () => {
  const answers = seen(renderAnnouncement({ ...LOCK_SUSPECT, outcome: 'heard-again' }));
  expect(answers).toContain('who answers again');
  expect(seen(renderAnnouncement({ ...LOCK_SUSPECT, outcome: 'expired' }))).toContain('worker was held by');
});

test('a suspicion that is settled tells of no end that may never come', () => {
  if (settled === undefined) throw new Error('no settled suspicion is rendered');
  const { text, blocks } = renderAnnouncement(settled);
  expect(`${text} ${visibleText(blocks)}`).not.toContain('The claim ends');
});
