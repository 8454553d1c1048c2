import { describe, expect, it } from 'vitest';
import { renderDeployStatus } from '#src/bot/cli/render/render-deploy-status.ts';
import { deployStatusBlocks } from '#src/bot/slack/messages/deploy-status.ts';
import type { LockFacts } from '#src/operations/deploy/lock-facts.ts';
import { lockOverview, overviewSentence } from '#src/operations/deploy/lock-overview.ts';
import { Instant } from '#src/platform/instant.ts';
import { visibleText } from '../../bot/slack/messages/visible-text.ts';

const FREE: readonly LockFacts[] = ['worker', 'bot', 'global'].map((service) => ({ service, state: 'free' }));
const AT = Instant.parse('2026-02-05T23:10:00.000000Z');
const HELD = {
  state: 'held',
  by: 'ann',
  session: 'slack:U0ANN',
  token: 3,
  reason: 'Migration',
  since: Instant.parse('2026-02-05T23:00:00.000000Z'),
  until: Instant.parse('2026-02-05T23:30:00.000000Z'),
} as const;

function held(scope: string, facts: Partial<LockFacts> = HELD): readonly LockFacts[] {
  return lockOverview(FREE.map((lock) => (lock.service === scope ? { ...lock, ...facts } : lock)));
}

function shownInSlack(locks: readonly LockFacts[]): string {
  return visibleText(deployStatusBlocks({ at: AT, locks, unseen: [] }));
}

describe('while somebody holds the global lock', () => {
  it('no service is free', () => {
    const locks = held('global');
    expect(locks.map(({ state }) => state)).toEqual(['held', 'held', 'held']);
    expect(overviewSentence(locks)).toBe('ann holds global.');
    expect(overviewSentence(locks.slice(0, 1))).toBe('ann holds global, including worker.');
    expect(shownInSlack(locks)).toContain('worker — held by ann through the global lock until 6:30 PM ET');
    expect(renderDeployStatus({ at: AT, locks, unseen: [] })).toMatch(/worker\s+with global\s+ann/);
  });

  it('or the global lock is unreadable, no service may be deployed', () => {
    const locks = held('global', { state: 'unreadable', reason: 'token is not a number' });
    expect(overviewSentence(locks.slice(0, 1))).toBe(
      'the document locks/global cannot be read, so nobody may deploy worker.',
    );
    expect(shownInSlack(locks)).toContain('worker — blocked: the global lock cannot be read');
  });
});

it('while one service is held, the others are free and the global lock is not', () => {
  const locks = held('worker');
  expect(overviewSentence(locks)).toBe('ann holds worker. The other services are free.');
  expect(overviewSentence(locks.slice(2))).toBe('global is free after worker.');
  expect(shownInSlack(locks)).toContain('bot — free');
  expect(renderDeployStatus({ at: AT, locks, unseen: [] })).toMatch(/global\s+free after worker/);
});

it('a reservation is described in a sentence', () => {
  const reserved = { state: 'offered', by: 'cleo' } as const;
  expect(overviewSentence(held('global', reserved))).toBe('global is reserved for cleo.');
  expect(overviewSentence(held('bot', reserved))).toBe('bot is reserved for cleo. The other services are free.');
});

describe('while somebody waits for the global lock', () => {
  const WAITED = { state: 'free', queue: ['cleo'] } as const;
  const locks = lockOverview(
    FREE.map((lock) => ({ ...lock, ...{ worker: HELD, bot: {}, global: WAITED }[lock.service] })),
  );

  it('free services are blocked', () => {
    expect(locks.map(({ state }) => state)).toEqual(['held', 'awaited', 'free']);
    expect(overviewSentence(locks)).toBe(
      'ann holds worker. The other services are blocked, because cleo is waiting for the global lock.',
    );
    expect(overviewSentence(locks.slice(1, 2))).toBe('bot is blocked, because cleo is waiting for the global lock.');
  });

  it('unless a lock is unreadable, because the global lock cannot be granted then', () => {
    const unreadable = [{ service: 'coordinator', state: 'unreadable' } as const, ...FREE.slice(1, 2)];
    const [, bot] = lockOverview([...unreadable, { service: 'global', ...WAITED }]);
    expect(bot).toMatchObject({ service: 'bot', state: 'free' });
  });

  it('the channel and the command line show it', () => {
    expect(shownInSlack(locks)).toContain('bot — blocked: cleo is waiting for the global lock');
    expect(shownInSlack(locks)).toContain('global — free after worker · waiting: cleo');
    expect(renderDeployStatus({ at: AT, locks, unseen: [] })).toMatch(/bot\s+awaited\s+cleo/);
  });
});

it('a full commit is shown by its first digits', () => {
  const deploy = {
    commit: 'abcdef1234567890abcdef1234567890abcdef12',
    state: 'running' as const,
    by: 'ann',
    started_at: AT,
    ended_at: null,
  };
  const locks = FREE.map((lock) => (lock.service === 'worker' ? { ...lock, deploy } : lock));
  for (const text of [shownInSlack(locks), renderDeployStatus({ at: AT, locks, unseen: [] })]) {
    expect(text).toContain('abcdef123456 running, ann');
  }
});

it.each([
  [{ verdict: 'matches', commit: 'abcdef1', share: 100 }, ', verified'],
  [{ verdict: 'differs', commit: 'b2b2b2b', share: 0 }, ', ⚠ b2b2b2b (revision worker-00041) served instead'],
  [{ verdict: 'partly', commit: 'b2b2b2b', share: 10 }, ', ⚠ got only 10 % of the traffic'],
  [{ verdict: 'unknown' }, ', not verified'],
] as const)('the last deploy is shown with its verdict: %o', (verdict, shown) => {
  const served = { revision: 'worker-00041', ...verdict };
  const deploy = { commit: 'abcdef1', state: 'succeeded', by: 'ann', started_at: AT, ended_at: AT, served } as const;
  const locks = FREE.map((lock) => (lock.service === 'worker' ? { ...lock, deploy } : lock));
  for (const text of [shownInSlack(locks), renderDeployStatus({ at: AT, locks, unseen: [] })])
    expect(text).toContain(shown);
});

it('a deploy of another day is shown with its date', () => {
  const deploy = {
    commit: 'abcdef1',
    state: 'succeeded' as const,
    by: 'ann',
    started_at: Instant.parse('2026-01-31T20:00:00.000000Z'),
    ended_at: null,
  };
  const locks = FREE.map((lock) => (lock.service === 'worker' ? { ...lock, deploy } : lock));
  expect(shownInSlack(locks)).toContain('last deploy abcdef1 succeeded, ann, 3:00 PM ET, Jan 31');
  expect(renderDeployStatus({ at: AT, locks, unseen: [] })).toContain('Jan 31, 3:00 PM ET');
});
