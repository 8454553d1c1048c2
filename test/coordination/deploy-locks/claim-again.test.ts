import { describe, expect, it } from 'vitest';
import { readAudit } from '#src/coordination/audit/read-audit.ts';
import { laterBy } from '#src/platform/instant.ts';
import { ANN, aLockService, BEN, MINUTE_MS } from './a-lock-service.ts';

describe('a session that claims its lock again', () => {
  it('changes the reason and keeps the token and the end', async () => {
    const locks = aLockService();
    const claimed = await locks.claim(ANN, { reason: 'fix the filter' });
    const again = await locks.claim(ANN, { reason: 'roll back the filter' });
    expect(claimed).toMatchObject({ type: 'claimed' });
    expect(again).toMatchObject({ type: 'changed', before: { reason: 'fix the filter' } });
    const { hold } = await locks.lock();
    expect(hold).toMatchObject({ token: 1, reason: 'roll back the filter' });
    if (claimed.type === 'claimed') expect(hold?.until).toBe(claimed.hold.until);
  });

  it.each([10, 120])('changes the end to %i minutes from now', async (minutes) => {
    const locks = aLockService();
    await locks.claim(ANN);
    locks.pass(MINUTE_MS);
    const again = await locks.claim(ANN, { forMs: minutes * MINUTE_MS });
    const { hold } = await locks.lock();
    expect(again).toMatchObject({ type: 'changed', hold: { token: 1 } });
    expect(hold?.until).toBe(laterBy(await locks.store.now(), minutes * MINUTE_MS));
  });

  it('changes nothing with the same reason and no length', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    locks.pass(MINUTE_MS);
    const before = await locks.lock();
    expect(await locks.claim(ANN)).toMatchObject({ type: 'held-already' });
    expect(await locks.lock()).toEqual(before);
  });

  it('changes the lock once, even if its request arrives twice', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    await locks.claim(ANN, { forMs: 60 * MINUTE_MS, request: 'again' });
    locks.pass(MINUTE_MS);
    const before = await locks.lock();
    expect(await locks.claim(ANN, { forMs: 60 * MINUTE_MS, request: 'again' })).toMatchObject({ type: 'claimed' });
    expect(await locks.lock()).toEqual(before);
  });

  it('does not change the global lock with a claim of one service', async () => {
    const locks = aLockService();
    await locks.claim(ANN, { service: 'global', reason: 'move the store' });
    const answer = await locks.claim(ANN, { reason: 'fix the filter', forMs: 60 * MINUTE_MS });
    expect(answer).toMatchObject({ type: 'held-already', service: 'global' });
    expect((await locks.lock('global')).hold).toMatchObject({ reason: 'move the store' });
  });

  it('does not change the lock of another session', async () => {
    const locks = aLockService();
    await locks.claim(ANN, { reason: 'fix the filter' });
    expect(await locks.claim(BEN, { reason: 'roll back' })).toMatchObject({ type: 'blocked' });
    expect((await locks.lock()).hold).toMatchObject({ reason: 'fix the filter' });
  });

  it('leaves both reasons in the audit log, and tells the thread of the lock', async () => {
    const locks = aLockService();
    await locks.claim(ANN, { reason: 'fix the filter' });
    await locks.claim(ANN, { reason: 'roll back the filter', forMs: 120 * MINUTE_MS });
    const records = await readAudit(locks.store, { session: ANN.session, limit: 10 });
    const changed = records.find(({ action }) => action === 'lock.changed');
    expect(changed?.before).toContain('"reason":"fix the filter"');
    expect(changed?.after).toContain('"reason":"roll back the filter"');
    expect(await locks.posts()).toContainEqual(
      expect.objectContaining({ type: 'lock-notice', happened: 'changed', reason: 'roll back the filter' }),
    );
  });
});
