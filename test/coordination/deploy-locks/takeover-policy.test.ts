import { describe, expect, it } from 'vitest';
import { claimantOf, type Hold } from '#src/coordination/deploy-locks/lock.ts';
import { mayManage, takeoverRight } from '#src/coordination/deploy-locks/takeover-policy.ts';
import { type Actor, personAt } from '#src/coordination/identity/actor.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import { NOW } from '../../pipeline/pipeline-stores.ts';
import { ANN, ANN_AT_HOME, BEN, CLAUDE, ROBIN } from './a-lock-service.ts';

const NOBODY = { type: 'listed', names: [] } as const;
const SINCE = instantFromDate(NOW);
const NAMESAKE = personAt('slack', { name: 'ann', id: 'U9ANN' });
/** A claimant whose person is known by Slack id. */
const CLAUDE_BY_ID: Actor = { ...CLAUDE, actsFor: 'U0ANN' };

function holdOf(actor: Actor): Hold {
  const claimant = claimantOf(actor);
  return {
    ticket: 't',
    token: 1,
    claimant,
    reason: 'a fix',
    since: SINCE,
    until: SINCE,
    unresponsive_since: null,
    freeze_override: null,
    warned_until: null,
  };
}

describe('a hold is taken over', () => {
  it.each([
    { by: 'by its own person at another transport', holder: ANN, caller: ANN_AT_HOME, right: 'allowed' },
    { by: 'by that person the other way round', holder: ANN_AT_HOME, caller: ANN, right: 'allowed' },
    { by: 'by somebody else', holder: ANN, caller: BEN, right: 'ask-its-person' },
    { by: 'by a namesake with another Slack id', holder: ANN, caller: NAMESAKE, right: 'ask-its-person' },
    { by: 'by the person its agent acts for, known by name', holder: CLAUDE, caller: ANN, right: 'allowed' },
    { by: 'by the person its agent acts for, known by id', holder: CLAUDE_BY_ID, caller: ANN, right: 'allowed' },
    {
      by: 'by a namesake of the person its agent acts for, known by id',
      holder: CLAUDE_BY_ID,
      caller: NAMESAKE,
      right: 'ask-its-person',
    },
    { by: 'by somebody else from an agent', holder: CLAUDE, caller: BEN, right: 'ask-its-person' },
    { by: 'by another agent of the same person', holder: CLAUDE, caller: ROBIN, right: 'ask-its-person' },
    { by: 'by an agent from the person it acts for', holder: ANN, caller: CLAUDE, right: 'ask-its-person' },
    {
      by: 'by an agent of its own name',
      holder: { ...ANN, name: 'claude' },
      caller: { ...CLAUDE, name: 'claude' },
      right: 'ask-its-person',
    },
  ] as const)('$by', ({ holder, caller, right }) => {
    expect(takeoverRight(holdOf(holder), caller, NOBODY)).toBe(right);
  });

  it('by anyone on the configured list, and by anyone once its session is unresponsive', () => {
    expect(takeoverRight(holdOf(ANN), BEN, { type: 'listed', names: ['ben'] })).toBe('allowed');
    expect(takeoverRight({ ...holdOf(ANN), unresponsive_since: SINCE }, BEN, NOBODY)).toBe('allowed');
  });
});

describe('a hold is extended and released', () => {
  it.each([
    { by: 'by its session', holder: CLAUDE, caller: CLAUDE, right: 'allowed' },
    { by: 'by the person its agent acts for', holder: CLAUDE, caller: ANN, right: 'allowed' },
    { by: 'not by another session of its person', holder: ANN, caller: ANN_AT_HOME, right: 'not-yours' },
    { by: 'not by an agent of its person', holder: ANN, caller: CLAUDE, right: 'not-yours' },
    { by: 'not by somebody else', holder: CLAUDE, caller: BEN, right: 'not-yours' },
  ] as const)('$by', ({ holder, caller, right }) => {
    expect(mayManage(holdOf(holder), claimantOf(caller))).toBe(right);
  });
});
