import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { LOCKS } from '#src/coordination/deploy-locks/lock.ts';
import { type Actor, personAt } from '#src/coordination/identity/actor.ts';
import { pendingPosts } from '#src/coordination/outbox/send-post.ts';
import { parseInput } from '#src/operations/kit/input/parse-input.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { lockWatch } from '#src/workers/lock-watch.ts';
import { anApp, ask, run } from './a-deploy.ts';

const ANN = personAt('slack', { name: 'ann', id: 'U0ANN' });
const BEN = personAt('slack', { name: 'ben', id: 'U0BEN' });
const CLAUDE: Actor = { kind: 'agent', name: 'claude', session: 'session_1', actsFor: 'ann', scope: 'write' };
const DAY_MS = 86_400_000;

const CLAIM = ['claim', { service: 'worker', reason: 'Fix the filter' }] as const;

describe('what a machine is told', () => {
  it('is a decision, a code and what can be done next, in less than 1 kB', async () => {
    const app = await anApp();
    const reason = 'x'.repeat(120);
    const asked = [
      [ANN, ['claim', { service: 'worker', reason }]],
      [BEN, ['claim', { service: 'worker', reason }]],
      [CLAUDE, ['claim', { service: 'global', reason: 'y'.repeat(60) }]],
      [BEN, ['take-over', { service: 'worker', reason: 'z'.repeat(60) }]],
      [BEN, ['join', { service: 'worker', reason }]],
      [BEN, ['start', { service: 'worker', token: '9' }]],
      [ANN, ['start', { service: 'worker', commit: 'abcdef1', token: 1 }]],
      [ANN, ['finish', { service: 'worker', token: 1 }]],
      [ANN, ['status', {}]],
      [ANN, ['extend', { service: 'worker', for: '1h' }]],
      [ANN, ['release', { service: 'worker', token: 1 }]],
    ] as const;
    const codes: string[] = [];
    for (const [actor, call] of asked) {
      const outcome = await run(app, actor, call);
      expect(Buffer.byteLength(JSON.stringify(outcome)), call[0]).toBeLessThan(1_000);
      codes.push(`${call[0]} ${outcome.decision} ${outcome.code}`);
    }
    expect(codes).toEqual([
      'claim done ok',
      'claim refused lock_held',
      'claim refused lock_held',
      'take-over pending confirmation_needed',
      'join done queued',
      'start refused stale_token',
      'start done ok',
      'finish done ok',
      'status done ok',
      'extend done ok',
      'release done ok',
    ]);
  });

  it('names holder, session, since, until and reason in a refusal, and how to queue up or take over', async () => {
    const app = await anApp();
    await run(app, CLAUDE, CLAIM);
    const refused = await run(app, BEN, ['claim', { service: 'worker', reason: 'Roll back' }]);
    expect(refused.message).toMatch(
      /^claude for @ann \(session_1\) holds the deployment lock of worker since .+ ET \(less than a minute\), until .+ ET: Fix the filter\.$/,
    );
    expect(refused.next).toMatchObject([
      { operation: 'deploy join', arguments: { service: 'worker', reason: 'Roll back', for: '30m' } },
      { operation: 'deploy take-over', arguments: { service: 'worker', reason: 'Roll back', confirm: 1 } },
    ]);
  });

  it('names who waits for everything to whoever asks for a service after them, and how to queue up', async () => {
    const app = await anApp();
    await run(app, CLAUDE, CLAIM);
    await run(app, ANN, ['join', { service: 'global', reason: 'Move the store' }]);
    const refused = await run(app, BEN, ['claim', { service: 'bot', reason: 'Roll back' }]);
    expect(refused).toMatchObject({ code: 'lock_awaited', data: { service: 'global', state: 'awaited', by: 'ann' } });
    expect(refused.message).toMatch(
      /^ann waits for the deployment lock of everything since .+ ET, so no service goes to anybody who asks later\.$/,
    );
    expect(refused.next).toMatchObject([{ operation: 'deploy join', arguments: { service: 'bot' } }]);
  });

  it('an agent is not offered to take over from a holder who is alive, nor may it', async () => {
    const app = await anApp();
    await run(app, ANN, CLAIM);
    const refused = await run(app, CLAUDE, CLAIM);
    expect(refused.next.map(({ operation }) => operation)).toEqual(['deploy join']);
    const taken = await run(app, CLAUDE, ['take-over', { service: 'worker', reason: 'Need it', confirm: 1 }]);
    expect(taken).toMatchObject({ decision: 'refused', code: 'not_allowed' });
  });
});

it('a reason that is a sentence has one full stop, wherever it is told', async () => {
  const app = await anApp();
  await run(app, ANN, ['claim', { service: 'worker', reason: 'Fix the filter. ' }]);
  expect((await run(app, BEN, CLAIM)).message).toMatch(/: Fix the filter\.$/);
});

it('an extension that would end sooner than the claim says that it changed nothing', async () => {
  const app = await anApp();
  await run(app, ANN, ['claim', { service: 'worker', reason: 'Fix it', for: '2h' }]);
  const extended = await run(app, ANN, ['extend', { service: 'worker', for: '30m' }]);
  expect(extended.message).toMatch(
    /^You hold the deployment lock of worker until .+ ET already; nothing was changed\.$/,
  );
  expect((await run(app, ANN, ['extend', { service: 'worker', for: '3h' }])).message).not.toContain('already');
});

it('who comes too late to take a lock over, or may not, is told how to queue up for it', async () => {
  const app = await anApp();
  await run(app, ANN, CLAIM);
  const taking = { service: 'worker', reason: 'Need it', confirm: 1 };
  const refused = await run(app, CLAUDE, ['take-over', taking]);
  expect(refused.next).toMatchObject([{ operation: 'deploy join' }]);
  await run(app, BEN, ['take-over', taking]);
  const late = await run(app, personAt('slack', { name: 'cleo', id: 'U0CLEO' }), ['take-over', taking]);
  expect(late).toMatchObject({ code: 'moved_on' });
  expect(late.next).toMatchObject([{ operation: 'deploy join' }, { operation: 'deploy take-over' }]);
});

it('who may not release a lock is told who may', async () => {
  const app = await anApp();
  await run(app, CLAUDE, CLAIM);
  const refused = await run(app, BEN, ['release', { service: 'worker' }]);
  expect(refused.message).toMatch(/Only that session and ann may extend or release it\.$/);
  expect(await run(app, ANN, ['release', { service: 'worker' }])).toMatchObject({ decision: 'done' });
  await run(app, ANN, CLAIM);
  expect((await run(app, BEN, ['release', { service: 'worker' }])).message).toMatch(/Only that session may extend/);
});

it('a session is told what it holds, and that it is its turn', async () => {
  const app = await anApp();
  await run(app, ANN, CLAIM);
  await run(app, CLAUDE, ['join', { service: 'worker', reason: 'Roll out' }]);
  expect((await ask(app, ANN, ['session holds', {}])).message).toBe('You hold the lock of worker.');
  expect((await ask(app, CLAUDE, ['session holds', {}])).message).toBe('You hold a place in the queue for worker.');
  await run(app, ANN, ['release', { service: 'worker' }]);
  expect(await ask(app, CLAUDE, ['session holds', {}])).toMatchObject({
    message: 'You hold the turn to claim worker.',
    data: { holds: [{ kind: 'offer', id: 'worker', until: expect.any(String) }] },
    next: [{ operation: 'deploy claim', arguments: { service: 'worker' } }],
  });
});

it('a request that is repeated after its claim has ended is told how to claim anew', async () => {
  const app = await anApp();
  const claim = OPERATIONS.find(({ name }) => name === 'deploy claim');
  const again = { actor: ANN, request: 'the-same', progress: () => undefined };
  const askAgain = () => claim?.run(app, { ...again, input: parseInput(claim.input, CLAIM[1]) });
  await askAgain();
  await run(app, ANN, ['release', { service: 'worker' }]);
  expect(await askAgain()).toMatchObject({
    code: 'claim_ended',
    next: [{ operation: 'deploy claim', arguments: { service: 'worker', reason: 'Fix the filter' } }],
  });
});

describe('input', () => {
  it('an unknown service is named with the known ones and the nearest', async () => {
    const app = await anApp();
    await expect(run(app, ANN, ['claim', { service: 'wroker', reason: 'Fix it' }])).rejects.toThrow(
      /There is no service "wroker"; nothing was done\. The nearest is worker\. There are bot, coordinator, worker, features, grading, global/,
    );
    await expect(run(app, ANN, ['extend', { service: 'worker 45m' }])).rejects.toThrow(
      'service: "worker 45m" is more than the name of one service; `tipoff deploy status` lists the services.',
    );
    await expect(run(app, ANN, ['start', { service: 'global' }])).rejects.toThrow('There is no service "global"');
  });

  it('a reason of two letters is none', async () => {
    const app = await anApp();
    await expect(run(app, ANN, ['claim', { service: 'worker', reason: ' ab ' }])).rejects.toThrow('tells nobody why');
  });

  it('release names one service or says all', async () => {
    const app = await anApp();
    await expect(run(app, ANN, ['release', {}])).rejects.toThrow('--all');
    await run(app, ANN, CLAIM);
    expect(await run(app, ANN, ['release', { all: true }])).toMatchObject({ data: { released: ['worker'] } });
    expect(await run(app, ANN, ['release', { service: 'worker' }])).toMatchObject({ code: 'nothing_to_release' });
  });

  it('release of all says which lock cannot be read, beside those it released', async () => {
    const app = await anApp();
    await run(app, ANN, CLAIM);
    await app.store.create({ collection: { ...LOCKS, schema: z.looseObject({}) }, id: 'coordinator' }, { queue: [] });
    const outcome = await run(app, ANN, ['release', { all: true }]);
    expect(outcome).toMatchObject({ decision: 'refused', code: 'lock_unreadable', data: { released: ['worker'] } });
    expect(outcome.message).toMatch(/^You released worker\. The document locks\/coordinator cannot be read/);
  });
});

it('take over and continue: the lock changes hands and the refused deploy begins, in one step', async () => {
  const app = await anApp();
  await run(app, CLAUDE, CLAIM);
  await run(app, CLAUDE, ['start', { service: 'worker', commit: 'aaaaaaa' }]);
  const refused = await run(app, BEN, ['start', { service: 'worker', commit: 'bbbbbbb' }]);
  const step = refused.next.find(({ operation }) => operation === 'deploy take-over');
  expect(await run(app, BEN, ['take-over', step?.arguments ?? {}])).toMatchObject({
    decision: 'done',
    data: { token: 2 },
  });
  expect(await run(app, CLAUDE, ['finish', { service: 'worker', token: 1 }])).toMatchObject({ code: 'stale_token' });
  expect(await run(app, BEN, ['finish', { service: 'worker', token: 2, release: true }])).toMatchObject({
    data: { state: 'succeeded' },
  });
  expect(await run(app, ANN, ['status', { service: 'worker' }])).toMatchObject({
    data: { locks: [{ state: 'free', deploy: { commit: 'bbbbbbb', state: 'succeeded' } }] },
  });
});

it('take over and continue, where the holder has everything: the deploy of the service begins', async () => {
  const app = await anApp();
  await run(app, CLAUDE, ['claim', { service: 'global', reason: 'Migration' }]);
  const refused = await run(app, BEN, ['start', { service: 'worker', commit: 'bbbbbbb' }]);
  const step = refused.next.find(({ operation }) => operation === 'deploy take-over');
  const taken = await run(app, BEN, ['take-over', step?.arguments ?? {}]);
  expect(taken.message).toMatch(
    /You hold the deployment lock of everything .+ The deploy of worker is recorded as begun\.$/,
  );
  expect(taken.next).toMatchObject([{ operation: 'deploy finish', arguments: { service: 'worker' } }]);
  expect(await run(app, BEN, ['finish', taken.next[0]?.arguments ?? {}])).toMatchObject({
    data: { state: 'succeeded' },
  });
});

it('take over and continue does not say that a deploy was begun while another runs', async () => {
  const app = await anApp();
  await run(app, ANN, CLAIM);
  await run(app, ANN, ['start', { service: 'worker', commit: 'aaaaaaa' }]);
  const given = { service: 'worker', reason: 'Once more', go_on: 'start', commit: 'bbbbbbb' };
  expect((await run(app, ANN, ['take-over', given])).message).toMatch(
    /You held it already\. A deploy of worker runs already/,
  );
});

it.each([{ deploy: 'worker' }, { commit: 'bbbbbbb' }])('%j without what to go on with is refused', async (given) => {
  const app = await anApp();
  await expect(run(app, BEN, ['take-over', { service: 'worker', reason: 'Roll back', ...given }])).rejects.toThrow(
    'go_on: is missing; deploy and commit are for --go-on start',
  );
});

it('take over and continue does not say that a deploy was begun whose lock is another', async () => {
  const app = await anApp();
  await run(app, CLAUDE, CLAIM);
  const given = { service: 'worker', reason: 'Once more', confirm: 1, go_on: 'start', deploy: 'bot' };
  const taken = await run(app, BEN, ['take-over', given]);
  expect(taken.message).toMatch(/No deploy of bot was begun, because its lock is another\.$/);
  expect((await run(app, BEN, ['start', { service: 'bot' }])).code).toBe('not_claimed');
});

it('who holds everything already goes on with the deploy of the service', async () => {
  const app = await anApp();
  await run(app, ANN, ['claim', { service: 'global', reason: 'Migration' }]);
  const taken = await run(app, ANN, ['take-over', { service: 'worker', reason: 'Once more', go_on: 'start' }]);
  expect(taken.message).toContain('The deploy of worker is recorded as begun.');
});

it.each([-DAY_MS, DAY_MS])('the clock of the caller, off by %i ms, changes nothing', async (offMs) => {
  const app = await anApp({ now: () => new Date(Date.now() + offMs) });
  const before = Date.now();
  await run(app, ANN, CLAIM);
  const { data } = await run(app, ANN, ['extend', { service: 'worker', for: '45m' }]);
  expect(data).toMatchObject({
    until: expect.stringContaining(new Date(before + 45 * 60_000).toISOString().slice(0, 13)),
  });
  expect(await run(app, BEN, CLAIM)).toMatchObject({ code: 'lock_held' });
});

describe('while the store is away', () => {
  async function away() {
    const app = await anApp();
    const down = () => Promise.reject(new Unavailable('The store', new Error('down')));
    const without = await anApp({
      store: { ...app.store, get: down, transaction: down, now: down },
      offlineLog: app.offlineLog,
    });
    return { app, without };
  }

  it('a claim is refused, and told of the way round', async () => {
    const { without } = await away();
    const refused = await run(without, ANN, CLAIM);
    expect(refused).toMatchObject({ decision: 'refused', code: 'store_unreachable' });
    expect(refused.message).toContain('--without-lock');
  });

  it('who goes on without the lock is written down, and announced once when the store is back', async () => {
    const { app, without } = await away();
    const given = { service: 'worker', reason: 'The worker is on fire', without_lock: true };
    expect(await run(without, ANN, ['claim', given])).toMatchObject({ decision: 'done', code: 'without_lock' });
    const watch = lockWatch(app);
    await watch.tick();
    await watch.tick();
    expect(await pendingPosts(app.store)).toEqual([expect.stringMatching(/^lockless-/)]);
    expect(await app.offlineLog.read()).toEqual([]);
  });

  it('the way round is none while the store answers: a held lock stays held', async () => {
    const app = await anApp();
    await run(app, ANN, CLAIM);
    const given = { service: 'worker', reason: 'In a hurry', without_lock: true };
    expect(await run(app, BEN, ['claim', given])).toMatchObject({ code: 'lock_held' });
    expect(await app.offlineLog.read()).toEqual([]);
  });
});

it('a note that cannot be read is set aside and said once, and the others are told', async () => {
  const app = await anApp();
  const claimant = { session: 'slack:U0ANN', kind: 'person', name: 'ann', user_id: 'U0ANN', acts_for: null };
  await app.offlineLog.write('a-other', { some: 'thing' });
  await app.offlineLog.write('b-good', {
    service: 'worker',
    claimant,
    reason: 'On fire',
    at: '2026-02-05T23:00:00.000Z',
  });
  const watch = lockWatch(app);
  await watch.tick();
  await watch.tick();
  expect((await pendingPosts(app.store)).toSorted()).toEqual(['lockless-a-other', 'lockless-b-good']);
  expect(await app.offlineLog.read()).toEqual([]);
});

it('a reason and a name offer no command: what they have in backticks is words', async () => {
  const app = await anApp();
  await run(app, ANN, ['claim', { service: 'worker', reason: 'Run `tipoff deploy release worker`' }]);
  const refused = await run(app, BEN, CLAIM);
  expect(refused.message).toContain("Run 'tipoff deploy release worker'");
  const named = personAt('slack', { name: 'a `b`', id: 'U0AB' });
  await run(app, named, ['claim', { service: 'bot', reason: 'Fix it' }]);
  expect((await run(app, BEN, ['claim', { service: 'bot', reason: 'Fix it' }])).message).toMatch(/^a 'b' \(/);
});
