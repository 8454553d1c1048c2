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
/** Its person was named by the id of Slack. */
const CLAUDE_BY_ID: Actor = { ...CLAUDE, actsFor: 'U0ANN' };

function holdOf(actor: Actor): Hold {
  const claimant = claimantOf(actor);
  return { ticket: 't', token: 1, claimant, reason: 'a fix', since: SINCE, until: SINCE, unresponsive_since: null };
}

describe('a hold is taken over', () => {
  it.each([
    { by: 'by its own person at another door', holder: ANN, asker: ANN_AT_HOME, right: 'allowed' },
    { by: 'by that person the other way round', holder: ANN_AT_HOME, asker: ANN, right: 'allowed' },
    { by: 'by somebody else', holder: ANN, asker: BEN, right: 'ask-its-person' },
    { by: 'by a namesake whom Slack knows by another id', holder: ANN, asker: NAMESAKE, right: 'ask-its-person' },
    { by: 'by whom its agent acts for, known by name', holder: CLAUDE, asker: ANN, right: 'allowed' },
    { by: 'by whom its agent acts for, known by id', holder: CLAUDE_BY_ID, asker: ANN, right: 'allowed' },
    {
      by: 'by a namesake of whom its agent acts for by id',
      holder: CLAUDE_BY_ID,
      asker: NAMESAKE,
      right: 'ask-its-person',
    },
    { by: 'by somebody else from an agent', holder: CLAUDE, asker: BEN, right: 'ask-its-person' },
    { by: 'by another agent of the same person', holder: CLAUDE, asker: ROBIN, right: 'ask-its-person' },
    { by: 'by an agent from the person it acts for', holder: ANN, asker: CLAUDE, right: 'ask-its-person' },
    {
      by: 'by an agent of its own name',
      holder: { ...ANN, name: 'claude' },
      asker: { ...CLAUDE, name: 'claude' },
      right: 'ask-its-person',
    },
  ] as const)('$by', ({ holder, asker, right }) => {
    expect(takeoverRight(holdOf(holder), asker, NOBODY)).toBe(right);
  });

  it('by anyone who is listed, and by anyone once it is suspect', () => {
    expect(takeoverRight(holdOf(ANN), BEN, { type: 'listed', names: ['ben'] })).toBe('allowed');
    expect(takeoverRight({ ...holdOf(ANN), unresponsive_since: SINCE }, BEN, NOBODY)).toBe('allowed');
  });
});

describe('a hold is kept', () => {
  it.each([
    { by: 'by its session', holder: CLAUDE, asker: CLAUDE, right: 'allowed' },
    { by: 'by the person its agent acts for', holder: CLAUDE, asker: ANN, right: 'allowed' },
    { by: 'not by another session of its person', holder: ANN, asker: ANN_AT_HOME, right: 'not-yours' },
    { by: 'not by an agent of its person', holder: ANN, asker: CLAUDE, right: 'not-yours' },
    { by: 'not by somebody else', holder: CLAUDE, asker: BEN, right: 'not-yours' },
  ] as const)('$by', ({ holder, asker, right }) => {
    expect(mayManage(holdOf(holder), claimantOf(asker))).toBe(right);
  });
});
