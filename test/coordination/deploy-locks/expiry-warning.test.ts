import { describe, expect, it, test } from 'vitest';
import { isExpiryWarningDue } from '#src/coordination/deploy-locks/expiry-warning.ts';
import { instantFromDate, laterBy } from '#src/platform/instant.ts';
import { ANN, aLockService, CLAUDE, MINUTE_MS } from './a-lock-service.ts';

const SINCE = instantFromDate(new Date('2026-02-05T20:00:00Z'));
const after = (minutes: number) => laterBy(SINCE, minutes * MINUTE_MS);

test.each([
  ['six minutes before the end', 30, 24, false],
  ['five minutes before the end', 30, 25, true],
  ['one minute before the end', 30, 29, true],
  ['at the end', 30, 30, false],
  ['a hold of five minutes', 5, 1, false],
  ['a hold of six minutes', 6, 1, true],
])('%s', (...[, length, now, isDue]) => {
  const hold = { since: SINCE, until: after(length), warned_until: null };
  expect(isExpiryWarningDue({ ...A_HOLD, ...hold }, after(now))).toBe(isDue);
  expect(isExpiryWarningDue({ ...A_HOLD, ...hold, warned_until: after(length) }, after(now))).toBe(false);
});

const A_HOLD = {
  ticket: 't',
  token: 1,
  claimant: { session: 'slack:U0ANN', kind: 'person', name: 'ann', user_id: 'U0ANN', acts_for: null },
  reason: 'a fix',
  unresponsive_since: null,
  freeze_override: null,
} as const;

describe('the holder of a lock that expires', () => {
  it('is warned once, five minutes before', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    locks.pass(24 * MINUTE_MS);
    await locks.watch.tick();
    expect(await warnings(locks)).toEqual([]);
    for (const minutes of [1, 1, 1]) {
      locks.pass(minutes * MINUTE_MS);
      await locks.watch.tick();
    }
    const { hold } = await locks.lock();
    expect(await warnings(locks)).toEqual([
      expect.objectContaining({
        until: hold?.until,
        ticket: hold?.ticket,
        claimant: expect.objectContaining({ name: 'ann' }),
      }),
    ]);
  });

  it('is warned again before the end of an extension', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    locks.pass(26 * MINUTE_MS);
    await locks.watch.tick();
    await locks.extend(ANN);
    await locks.watch.tick();
    expect(await warnings(locks)).toHaveLength(1);
    locks.pass(26 * MINUTE_MS);
    await locks.watch.tick();
    expect(await warnings(locks)).toHaveLength(2);
  });

  it('is not warned while a deploy prolongs the hold', async () => {
    const locks = aLockService();
    await locks.heartbeat(CLAUDE);
    await locks.claim(CLAUDE);
    await locks.start(CLAUDE);
    for (let minute = 0; minute < 29; minute += 1) {
      locks.pass(MINUTE_MS);
      await locks.heartbeat(CLAUDE);
      await locks.watch.tick();
    }
    expect(await warnings(locks)).toEqual([]);
  });
});

async function warnings(locks: ReturnType<typeof aLockService>) {
  const posts = await locks.posts();
  return posts.filter((post) => post.type === 'lock-notice' && post.happened === 'expires-soon');
}
