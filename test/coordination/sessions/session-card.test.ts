import { expect, it } from 'vitest';
import { SessionCard } from '#src/coordination/sessions/session-card.ts';

const CARD = {
  type: 'session',
  session_id: 'session_claude',
  name: 'claude',
  acts_for: 'ann',
  noted: 'live',
  started_at: '2026-02-05T23:00:00.000000Z',
  last_heard_at: null,
  summary: null,
  holds: [],
};

it.each([
  { of: 'this release', seen_at: '2026-02-05T23:30:00.000000Z', read: '2026-02-05T23:30:00.000000Z' },
  { of: 'a release before', seen_at: '2026-02-05T23:30:00.000Z', read: '2026-02-05T23:30:00.000000Z' },
  { of: 'the first one', seen_at: undefined, read: null },
])('a pending card of $of can be read', ({ seen_at, read }) => {
  expect(SessionCard.parse({ ...CARD, seen_at })).toMatchObject({ seen_at: read });
});
