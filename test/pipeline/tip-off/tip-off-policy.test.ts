import { expect, it } from 'vitest';
import type { TipOffStage } from '#src/pipeline/tip-off/tip-off-announcements.ts';
import { dueTipOffStage, isReminderDue } from '#src/pipeline/tip-off/tip-off-policy.ts';
import { Instant, laterBy } from '#src/platform/instant.ts';

const TIP = Instant.parse('2026-02-06T00:00:00.000000Z');
const MINUTE_MS = 60_000;

const shown = (stage: TipOffStage, movedByMinutes = 0) => ({
  stage,
  first_tipoff_at: laterBy(TIP, -movedByMinutes * MINUTE_MS),
});
const at = (minutesBefore: number) => new Date(Date.parse(TIP) - minutesBefore * MINUTE_MS);

it.each([
  { what: 'nothing long before', left: 61, before: undefined, stage: undefined },
  { what: 'the card an hour before', left: 60, before: undefined, stage: '60-minutes' },
  { what: 'a late card', left: 40, before: undefined, stage: '60-minutes' },
  { what: 'the same card later', left: 40, before: shown('60-minutes'), stage: '60-minutes' },
  { what: 'the second stage 15 minutes before', left: 15, before: shown('60-minutes'), stage: '15-minutes' },
  { what: 'the second stage at once if the first was missed', left: 3, before: undefined, stage: '15-minutes' },
  { what: 'nothing at the tip-off', left: 0, before: undefined, stage: undefined },
  { what: 'nothing after the tip-off', left: -1, before: shown('15-minutes'), stage: undefined },
  { what: 'the card of a tip-off that moved back', left: 90, before: shown('60-minutes', 60), stage: '60-minutes' },
  { what: 'the first stage again after such a move', left: 45, before: shown('15-minutes', 40), stage: '60-minutes' },
])('shows $what', ({ left, before, stage }) => {
  expect(dueTipOffStage(TIP, before, at(left))).toBe(stage);
});

it.each([
  { when: 'when the card gets its second stage', next: '15-minutes', before: shown('60-minutes'), isDue: true },
  { when: 'not for a card that is itself new', next: '15-minutes', before: undefined, isDue: false },
  { when: 'not for the first stage', next: '60-minutes', before: shown('60-minutes'), isDue: false },
  { when: 'once', next: '15-minutes', before: shown('15-minutes'), isDue: false },
  { when: 'again if the tip-off moved', next: '15-minutes', before: shown('15-minutes', 10), isDue: true },
] as const)('reminds $when', ({ next, before, isDue }) => {
  expect(isReminderDue(shown(next), before)).toBe(isDue);
});
