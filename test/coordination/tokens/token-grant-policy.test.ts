import { describe, expect, test } from 'vitest';
import { type Actor, personAt } from '#src/coordination/identity/actor.ts';
import type { RolePolicy, Roles } from '#src/coordination/identity/roles.ts';
import type { Token, TokenRight } from '#src/coordination/tokens/token.ts';
import { applyConfirmation, rightsToConfirm, type TokenGrant } from '#src/coordination/tokens/token-grant-policy.ts';
import { Instant, laterBy } from '#src/platform/instant.ts';
import { AGENT } from '../identity/actors.ts';

const ANYBODY: RolePolicy = { type: 'every-person' };
const NOW = Instant.parse('2026-02-05T23:00:00.000000Z');
const BEN = personAt('cli', { name: 'ben' });
const BEN_IN_SLACK = personAt('slack', { name: 'ben', id: 'U0BEN' });

const only = (...names: readonly string[]): RolePolicy => ({ type: 'listed', names });
const roles = (approvers: RolePolicy, takeover: RolePolicy): Roles => ({
  approvers,
  takeover,
  forceCompleteApprovals: 1,
});

describe('the rights that a person has to confirm', () => {
  test.for<[string, Roles, Partial<TokenGrant>, readonly TokenRight[]]>([
    ['nobody is listed', roles(ANYBODY, ANYBODY), {}, []],
    ['only the person may take over', roles(ANYBODY, only('ann')), {}, ['take-over']],
    ['only the person may approve', roles(only('ann'), ANYBODY), {}, ['approve']],
    ['the person has both roles', roles(only('ann'), only('ann')), {}, ['approve', 'take-over']],
    ['the creator has one of two roles', roles(only('ann', 'ben'), only('ann')), {}, ['take-over']],
    ['the creator has the role too', roles(ANYBODY, only('ann', 'ben')), {}, []],
    ['neither has the role', roles(ANYBODY, only('cleo')), {}, []],
    [
      'people create a token for their own agent',
      roles(only('ann'), only('ann')),
      { creator: personAt('cli', { name: 'ann' }) },
      [],
    ],
    ['the token may only read', roles(only('ann'), only('ann')), { scope: 'read' }, []],
    ['a Slack id is listed', roles(ANYBODY, only('U0ANN')), { actsFor: 'U0ANN' }, ['take-over']],
    ['a name gives nothing where ids are listed', roles(ANYBODY, only('U0ANN')), { actsFor: 'ann' }, []],
    [
      'the creator is listed by id',
      roles(ANYBODY, only('U0ANN', 'U0BEN')),
      { actsFor: 'U0ANN', creator: BEN_IN_SLACK },
      [],
    ],
    ['an own token, by id', roles(ANYBODY, only('U0BEN')), { actsFor: 'U0BEN', creator: BEN_IN_SLACK }, []],
    [
      'a name like the id of the person',
      roles(ANYBODY, only('U0ANN')),
      { actsFor: 'U0ANN', creator: personAt('cli', { name: 'U0ANN' }) },
      ['take-over'],
    ],
    ['an existing session, and anybody may take over', roles(ANYBODY, ANYBODY), { session: 'existing' }, []],
    [
      'an existing session, and others may take over',
      roles(ANYBODY, only('cleo')),
      { session: 'existing' },
      ['session'],
    ],
    [
      'an existing session of a person who may take over',
      roles(ANYBODY, only('ann')),
      { session: 'existing' },
      ['take-over', 'session'],
    ],
    ['an existing session, and the creator may take over', roles(ANYBODY, only('ben')), { session: 'existing' }, []],
    [
      'an existing session that the token only reads',
      roles(ANYBODY, only('cleo')),
      { session: 'existing', scope: 'read' },
      [],
    ],
  ])('%s', ([, given, grant, rights]) => {
    const wanted: TokenGrant = { creator: BEN, actsFor: 'ann', scope: 'write', session: 'new', ...grant };
    expect(rightsToConfirm(wanted, given)).toEqual(rights);
  });
});

describe('the decision on a pending token', () => {
  const PENDING: Token = {
    token_id: '0123456789ab',
    secret_hash: 'h',
    session_id: 'session_1',
    name: 'claude-7',
    acts_for: 'ann',
    scope: 'write',
    created_by: 'ben',
    created_at: NOW,
    expires_at: laterBy(NOW, 1),
    revoked_at: null,
    to_confirm: ['take-over'],
    decision: null,
    decided_at: null,
  };
  const ANN = personAt('cli', { name: 'ann' });

  test.for<[string, Partial<Token>, Actor, object]>([
    ['its person decides', {}, ANN, { type: 'decided', token: { decision: 'confirmed', decided_at: NOW } }],
    ['its person decides in Slack', { acts_for: 'U0BEN' }, BEN_IN_SLACK, { type: 'decided' }],
    ['its creator does not decide', {}, BEN, { type: 'not-theirs' }],
    [
      'a name is not a Slack id',
      { acts_for: 'U0ANN' },
      personAt('slack', { name: 'U0ANN', id: 'U0BEN' }),
      { type: 'not-theirs' },
    ],
    ['an agent of the person does not decide', {}, { ...AGENT, name: 'ann' }, { type: 'not-theirs' }],
    ['nobody decides twice', { decision: 'declined' }, ANN, { type: 'not-pending', state: 'declined' }],
    ['a confirmed token stays confirmed', { decision: 'confirmed' }, ANN, { type: 'not-pending', state: 'valid' }],
    ['a token that needs no confirmation', { to_confirm: [] }, ANN, { type: 'not-pending', state: 'valid' }],
    ['a revoked token', { revoked_at: NOW }, ANN, { type: 'not-pending', state: 'revoked' }],
    ['an expired token', { expires_at: NOW }, ANN, { type: 'not-pending', state: 'expired' }],
  ])('%s', ([, changes, by, answer]) => {
    expect(applyConfirmation({ ...PENDING, ...changes }, { decision: 'confirmed', by }, NOW)).toMatchObject(answer);
  });
});
