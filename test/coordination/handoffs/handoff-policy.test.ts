import { describe, expect, test } from 'vitest';
import { claimantOf } from '#src/coordination/deploy-locks/lock.ts';
import type { Addressee } from '#src/coordination/handoffs/handoff.ts';
import { acceptRight, mayOfferFor, mayWithdraw } from '#src/coordination/handoffs/handoff-policy.ts';
import type { Actor } from '#src/coordination/identity/actor.ts';
import { ANN, ANN_AT_HOME, BEN, CLAUDE, ROBIN } from '../deploy-locks/a-lock-service.ts';

/** An agent of ben. The others act for ann. */
const BENS: Actor = { ...ROBIN, name: 'bolt', session: 'session_bolt', actsFor: 'ben' };
const ANYBODY: Addressee = { type: 'anybody' };
const toSession = ({ session }: Actor): Addressee => ({ type: 'session', session });
const toPerson = (name: string): Addressee => ({ type: 'person', name });

function right(caller: Actor, { from, to, by = from }: { from: Actor; to: Addressee; by?: Actor }) {
  const handoff = { from: claimantOf(from), offered_by: claimantOf(by), addressed_to: to };
  return acceptRight(handoff, claimantOf(caller));
}

describe('the right to accept', () => {
  test.each([
    ['a person, what an agent of another person offers to anybody', BEN, { from: CLAUDE, to: ANYBODY }, 'allowed'],
    ['an agent, what another agent of its person offers', ROBIN, { from: CLAUDE, to: ANYBODY }, 'allowed'],
    ['an agent, what its own person offers', ROBIN, { from: ANN_AT_HOME, to: ANYBODY }, 'allowed'],
    ['an agent, what an agent of another person offers', BENS, { from: CLAUDE, to: ANYBODY }, 'not-from-own-person'],
    ['an agent, also if that agent names it', BENS, { from: CLAUDE, to: toSession(BENS) }, 'not-from-own-person'],
    ['an agent, what another person offers to it', BENS, { from: ANN, to: toSession(BENS) }, 'allowed'],
    [
      'an agent, what a person offers to it for an agent',
      BENS,
      { from: CLAUDE, by: ANN, to: toSession(BENS) },
      'allowed',
    ],
    [
      'an agent, what another person offers to its person',
      BENS,
      { from: ANN, to: toPerson('ben') },
      'not-from-own-person',
    ],
    ['the named person', BEN, { from: CLAUDE, to: toPerson('ben') }, 'allowed'],
    ['the named person, by Slack id', BEN, { from: CLAUDE, to: toPerson('U0BEN') }, 'allowed'],
    ['another person than the named one', ANN, { from: CLAUDE, to: toPerson('ben') }, 'for-somebody-else'],
    ['another session than the named one', ANN, { from: CLAUDE, to: toSession(BEN) }, 'for-somebody-else'],
    ['the session that hands over', CLAUDE, { from: CLAUDE, to: ANYBODY }, 'own-handoff'],
  ] as const)('%s', (...[, caller, handoff, expected]) => {
    expect(right(caller, handoff)).toBe(expected);
  });
});

test.each([
  ['the session itself', CLAUDE, CLAUDE, 'no-approver', true],
  ['the person behind the agent', CLAUDE, ANN, 'no-approver', true],
  ['an approver', CLAUDE, BEN, 'approver', true],
  ['another person', CLAUDE, BEN, 'no-approver', false],
  ['another agent of the same person', CLAUDE, ROBIN, 'approver', false],
] as const)('the right to offer a session: %s', (...[, from, caller, role, allowed]) => {
  expect(mayOfferFor(claimantOf(from), claimantOf(caller), role)).toBe(allowed);
});

test.each([
  ['the session itself', CLAUDE, true],
  ['the person behind the agent', ANN, true],
  ['the session that made the offer', BEN, true],
  ['another agent', ROBIN, false],
] as const)('the right to withdraw: %s', (_, caller, allowed) => {
  const handoff = { from: claimantOf(CLAUDE), offered_by: claimantOf(BEN) };
  expect(mayWithdraw(handoff, claimantOf(caller))).toBe(allowed);
});
