import { expect, it } from 'vitest';
import { approvalCard } from '#src/bot/slack/messages/approval-card.ts';
import { CARD } from './announcements-to-render.ts';

/** The confirmation dialog of Approve. */
function confirmation(approvals: { readonly needed: number; readonly approved_by: readonly string[] }): string {
  const { blocks } = approvalCard({ ...CARD, needed: approvals.needed, approved_by: [...approvals.approved_by] });
  return JSON.stringify(blocks.filter(({ type }) => type === 'actions'));
}

it.each([
  ['one is enough', 1, []],
  ['the last of two', 2, ['ann']],
])('the dialog of the last approval says that it ends the batch: %s', (_, needed, approved_by) => {
  expect(confirmation({ needed, approved_by })).toContain('End the batch now?');
  expect(confirmation({ needed, approved_by })).not.toContain('must also approve');
});

it.each([
  ['the first of two', 2, [], 'One more person must also approve the request'],
  ['the second of four', 4, ['ann'], '2 more people must also approve the request'],
])('the dialog of an earlier approval says how many more are needed: %s', (...[, needed, approved_by, others]) => {
  expect(confirmation({ needed, approved_by })).toContain('Approve ending the batch?');
  expect(confirmation({ needed, approved_by })).toContain(others);
  expect(confirmation({ needed, approved_by })).not.toContain('End batch');
});

it('the card says whose approval no longer counts, and why', () => {
  const { blocks } = approvalCard({ ...CARD, needed: 2, approved_by: ['bob'], lapsed_for: ['ann'] });
  expect(JSON.stringify(blocks)).toContain(
    'Approved so far by bob. The approval of ann no longer counts, because finished players were requested again.',
  );
});
