import { expect, it } from 'vitest';
import { approvalCard } from '#src/bot/slack/messages/approval-card.ts';
import { CARD } from './announcements-to-render.ts';

/** What is asked before a click on Approve counts. */
function confirmation(approvals: { readonly needed: number; readonly approved_by: readonly string[] }): string {
  const { blocks } = approvalCard({ ...CARD, needed: approvals.needed, approved_by: [...approvals.approved_by] });
  return JSON.stringify(blocks.filter(({ type }) => type === 'actions'));
}

it.each([
  ['one is enough', 1, []],
  ['the last of two', 2, ['ann']],
])('a yes that ends the batch says so: %s', (_, needed, approved_by) => {
  expect(confirmation({ needed, approved_by })).toContain('End the batch now?');
  expect(confirmation({ needed, approved_by })).not.toContain('ends nothing');
});

it.each([
  ['the first of two', 2, [], 'One other person has to approve it, too'],
  ['the second of four', 4, ['ann'], '2 other people have to approve it, too'],
])('a yes that ends nothing yet says so: %s', (...[, needed, approved_by, others]) => {
  expect(confirmation({ needed, approved_by })).toContain('Approve ending the batch?');
  expect(confirmation({ needed, approved_by })).toContain(others);
  expect(confirmation({ needed, approved_by })).not.toContain('End it');
});

it('whose yes lapsed is told why, where others have to agree', () => {
  const { blocks } = approvalCard({ ...CARD, needed: 2, approved_by: ['bob'], lapsed_for: ['ann'] });
  expect(JSON.stringify(blocks)).toContain(
    'Approved so far by bob. The yes of ann lapsed, because players who were done were asked again.',
  );
});
