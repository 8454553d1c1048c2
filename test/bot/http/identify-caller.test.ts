import { expect, test } from 'vitest';
import { identifyCaller } from '#src/bot/http/identify-caller.ts';
import { AGENT, ANN } from '../../coordination/identity/actors.ts';

const asked: string[] = [];
const ENTITLEMENT = {
  token: 'a-token-of-thirty-two-characters',
  person: ANN,
  authenticate: async (bearer: string) => {
    asked.push(bearer);
    if (bearer === 'tipoff_1_secret') return { type: 'actor', actor: AGENT } as const;
    if (bearer === 'tipoff_3_secret') {
      return { type: 'refused', because: 'revoked', whose: { session_id: 'session_7', acts_for: 'ann' } } as const;
    }
    if (bearer === 'tipoff_5_secret' || bearer === 'tipoff_6_secret') {
      const token = { token_id: '5', acts_for: 'ann' };
      return { type: 'refused', because: bearer === 'tipoff_5_secret' ? 'pending' : 'declined', token } as const;
    }
    return { type: 'refused', because: bearer === 'tipoff_2_secret' ? 'expired' : 'unknown' } as const;
  },
};

test('the token in server.json stands for the person, without a store lookup', async () => {
  expect(await identifyCaller('Bearer a-token-of-thirty-two-characters', ENTITLEMENT)).toBe(ANN);
  expect(asked).toEqual([]);
});

test('another token stands for the agent it was created for', async () => {
  expect(await identifyCaller('bearer tipoff_1_secret', ENTITLEMENT)).toBe(AGENT);
});

test.each([
  [undefined, 'token_required'],
  ['', 'token_required'],
  ['Bearer ', 'token_required'],
  ['Basic a-token-of-thirty-two-characters', 'token_required'],
  ['Bearer a token', 'token_required'],
  ['Bearer a-token-of-thirty-two-characterz', 'token_unknown'],
  ['Bearer a-token-of-thirty-two-characters2', 'token_unknown'],
  ['Bearer tipoff_2_secret', 'token_expired'],
])('%j is refused as %s', async (authorization, code) => {
  expect(await identifyCaller(authorization, ENTITLEMENT)).toMatchObject({ code, status: 401 });
});

test('the refusal of an ended token says how to continue its session; that of an unknown token says how to get one', async () => {
  expect(await identifyCaller('Bearer tipoff_3_secret', ENTITLEMENT)).toMatchObject({
    code: 'token_revoked',
    message:
      'This token was revoked. Ask @ann for a new token for this session: `tipoff token create --session session_7 --for @ann`.',
  });
  expect(await identifyCaller('Bearer tipoff_4_secret', ENTITLEMENT)).toMatchObject({
    message: 'This token is unknown. A person can create one: `tipoff token create`.',
  });
});

test('the refusal of a pending token says who confirms it, and how; that of a declined token is final', async () => {
  expect(await identifyCaller('Bearer tipoff_5_secret', ENTITLEMENT)).toEqual({
    status: 401,
    code: 'token_pending',
    message:
      'This token does not work before @ann confirms it. Ask @ann to click Confirm on its card in the channel, or to run `tipoff token confirm 5`.',
  });
  expect(await identifyCaller('Bearer tipoff_6_secret', ENTITLEMENT)).toEqual({
    status: 401,
    code: 'token_declined',
    message: '@ann declined this token, so it will never work.',
  });
});
