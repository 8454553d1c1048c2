import { describe, expect, it } from 'vitest';
import { lockRef } from '#src/coordination/deploy-locks/lock-storage.ts';
import { pendingPosts } from '#src/coordination/outbox/send-post.ts';
import { runUnchecked, uncheckedAgent } from '#src/operations/deploy/run-unchecked.ts';
import { Failed } from '#src/operations/kit/failure.ts';
import { isStoreUnavailable } from '#src/operations/kit/is-store-unavailable.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { Problem } from '#src/platform/problem.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { lockWatch } from '#src/workers/lock-watch.ts';
import { anApp } from './a-deploy.ts';

const BEARER = `tipoff_${'a1'.repeat(6)}_${'x'.repeat(43)}`;
const error = new Unavailable('The store', new Error('down'));
const unchecked = { actor: uncheckedAgent(BEARER, { name: 'ann' }), error };
const operation = { name: 'deploy claim' };
const CLAIM = { service: 'worker', reason: 'Production is down', for: '30m', without_lock: false };

describe('with an unverified token', () => {
  it.each(OPERATIONS.filter(({ name }) => name !== 'deploy claim').map(({ name }) => name))(
    '%s fails with the error of the store',
    async (name) => {
      const app = await anApp();
      await expect(runUnchecked(app, { operation: { name }, input: CLAIM }, unchecked)).rejects.toBe(error);
    },
  );

  it('a claim is refused and mentions --without-lock', async () => {
    const app = await anApp();
    const refused = await runUnchecked(app, { operation, input: CLAIM }, unchecked);
    expect(refused).toMatchObject({ decision: 'refused', code: 'store_unreachable' });
    expect(refused.message).toContain('--without-lock');
    expect(await app.offlineLog.read()).toEqual([]);
  });

  it('a deploy without the lock gets no lock if the store recovers, and is announced as that of an unverified agent', async () => {
    const app = await anApp();
    const input = { ...CLAIM, without_lock: true };
    expect(await runUnchecked(app, { operation, input }, unchecked)).toMatchObject({ code: 'without_lock' });
    expect(await app.store.get(lockRef('worker'))).toBeUndefined();
    const [note] = await app.offlineLog.read();
    expect(note?.entry).toMatchObject({
      service: 'worker',
      claimant: { kind: 'agent', name: 'agent with unverified token a1a1a1a1a1a1', acts_for: 'ann' },
    });
    expect(JSON.stringify(note)).not.toContain('xxxx');
    await lockWatch(app).tick();
    expect(await pendingPosts(app.store)).toMatchObject([{ key: expect.stringMatching(/^lockless-/) }]);
  });

  it('an unknown service is refused, and nothing is recorded', async () => {
    const app = await anApp();
    const input = { ...CLAIM, service: 'wroker', without_lock: true };
    await expect(runUnchecked(app, { operation, input }, unchecked)).rejects.toThrow(
      'The service "wroker" does not exist',
    );
    expect(await app.offlineLog.read()).toEqual([]);
  });
});

it.each([
  [error, true],
  [new Problem({ code: 'store_corrupt', message: 'The file is not a store.' }), true],
  [new Failed({ kind: 'unavailable', code: 'unavailable', message: 'reported by another process' }), true],
  [new Failed({ kind: 'refused', code: 'store_read_only', message: 'reported by another process' }), true],
  [new Failed({ kind: 'unavailable', code: 'owner_gone', message: 'ask again' }), false],
  [new Problem({ code: 'no_credentials', message: 'No Google credentials were found.' }), true],
  [new Problem({ code: 'bad_credentials', message: 'Firestore does not accept the credentials.' }), true],
  [new Problem({ code: 'google_denied', message: 'Firestore denies access.' }), true],
  [new Problem({ code: 'wrong_project', message: 'The project does not exist.' }), true],
  [new Problem({ code: 'token_revoked', message: 'This token was revoked.' }), false],
  [new Error('a bug'), false],
])('%s counts as an unreachable store: %s', (fault, away) => {
  expect(isStoreUnavailable(fault)).toBe(away);
});
