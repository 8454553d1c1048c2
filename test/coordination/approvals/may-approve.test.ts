import { expect, it } from 'vitest';
import { mayApprove } from '#src/coordination/approvals/may-approve.ts';

const ann = { kind: 'person', name: 'ann' } as const;
const agent = { kind: 'agent', name: 'ann' } as const;
const listed = { type: 'listed', names: ['ann'] } as const;

it.each([
  ['a person, where every person may', ann, { type: 'every-person' }, 'allowed'],
  ['a listed person', ann, listed, 'allowed'],
  ['a person who is not listed', { kind: 'person', name: 'bob' }, listed, 'refused'],
  ['an agent, where every person may', agent, { type: 'every-person' }, 'refused'],
  ['an agent that acts for a listed person', agent, listed, 'refused'],
  ['anybody, where the list is empty', ann, { type: 'listed', names: [] }, 'refused'],
] as const)('%s', (...[, approver, policy, type]) => {
  expect(mayApprove(approver, policy).type).toBe(type);
});
