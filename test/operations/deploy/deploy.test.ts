import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { LOCKS } from '#src/coordination/deploy-locks/lock-storage.ts';
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

describe('the answer to a machine', () => {
  it('has a decision, a code and next steps in less than 1 kB', async () => {
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
      [ANN, ['finish', { service: 'worker', token: 1, result: 'succeeded' }]],
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

  it('names holder, session, times and reason in a refusal, with steps to queue up or take over', async () => {
    const app = await anApp();
    await run(app, CLAUDE, CLAIM);
    const refused = await run(app, BEN, ['claim', { service: 'worker', reason: 'Roll back' }]);
    expect(refused.message).toMatch(
      /^claude for @ann \(session_1\) has held the worker deploy lock since .+ ET \(less than a minute\), until .+ ET: "Fix the filter"\.$/,
    );
    expect(refused.next).toMatchObject([
      { operation: 'deploy join', arguments: { service: 'worker', reason: 'Roll back', for: '30m' } },
      { operation: 'deploy take-over', arguments: { service: 'worker', reason: 'Roll back', confirm: 1 } },
    ]);
  });

  it('names the session that waits for the global lock when it refuses a later claim, with a step to queue up', async () => {
    const app = await anApp();
    await run(app, CLAUDE, CLAIM);
    await run(app, ANN, ['join', { service: 'global', reason: 'Move the store' }]);
    const refused = await run(app, BEN, ['claim', { service: 'bot', reason: 'Roll back' }]);
    expect(refused).toMatchObject({ code: 'lock_awaited', data: { service: 'global', state: 'awaited', by: 'ann' } });
    expect(refused.message).toMatch(
      /^ann has been waiting for the global deploy lock since .+ ET\. New claims are granted only after that one\.$/,
    );
    expect(refused.next).toMatchObject([{ operation: 'deploy join', arguments: { service: 'bot' } }]);
  });

  it('offers an agent no take-over from a live holder and refuses one', async () => {
    const app = await anApp();
    await run(app, ANN, CLAIM);
    const refused = await run(app, CLAUDE, CLAIM);
    expect(refused.next.map(({ operation }) => operation)).toEqual(['deploy join']);
    const taken = await run(app, CLAUDE, ['take-over', { service: 'worker', reason: 'Need it', confirm: 1 }]);
    expect(taken).toMatchObject({ decision: 'refused', code: 'not_allowed' });
  });
});

it('a reason that ends with a full stop is shown in quotes as it was written', async () => {
  const app = await anApp();
  await run(app, ANN, ['claim', { service: 'worker', reason: 'Fix the filter. ' }]);
  expect((await run(app, BEN, CLAIM)).message).toMatch(/: "Fix the filter\."\.$/);
});

it('an extension that would end before the claim says that nothing was changed', async () => {
  const app = await anApp();
  await run(app, ANN, ['claim', { service: 'worker', reason: 'Fix it', for: '2h' }]);
  const extended = await run(app, ANN, ['extend', { service: 'worker', for: '30m' }]);
  expect(extended.message).toMatch(/^You already hold the worker deploy lock until .+ ET\. Nothing was changed\.$/);
  expect((await run(app, ANN, ['extend', { service: 'worker', for: '3h' }])).message).not.toContain('already');
});

it('a late or forbidden take-over is refused with a step to queue up', async () => {
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

it('a refused release says who may release the lock', async () => {
  const app = await anApp();
  await run(app, CLAUDE, CLAIM);
  const refused = await run(app, BEN, ['release', { service: 'worker' }]);
  expect(refused.message).toMatch(/Only this session and ann may extend or release it\.$/);
  expect(await run(app, ANN, ['release', { service: 'worker' }])).toMatchObject({ decision: 'done' });
  await run(app, ANN, CLAIM);
  expect((await run(app, BEN, ['release', { service: 'worker' }])).message).toMatch(/Only this session may extend/);
});

it('session holds lists locks, queue places and reservations', async () => {
  const app = await anApp();
  await run(app, ANN, CLAIM);
  await run(app, CLAUDE, ['join', { service: 'worker', reason: 'Roll out' }]);
  expect((await ask(app, ANN, ['session holds', {}])).message).toBe('You hold the worker deploy lock.');
  expect((await ask(app, CLAUDE, ['session holds', {}])).message).toBe(
    'You hold a place in the queue for the worker deploy lock.',
  );
  await run(app, ANN, ['release', { service: 'worker' }]);
  expect(await ask(app, CLAUDE, ['session holds', {}])).toMatchObject({
    message: 'You hold a reservation of the worker deploy lock.',
    data: { holds: [{ kind: 'offer', id: 'worker', until: expect.any(String) }] },
    next: [{ operation: 'deploy claim', arguments: { service: 'worker' } }],
  });
});

it('a request repeated after its claim has ended is refused with a step to claim again', async () => {
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
  it('an unknown service is refused with the known ones and the nearest', async () => {
    const app = await anApp();
    await expect(run(app, ANN, ['claim', { service: 'wroker', reason: 'Fix it' }])).rejects.toThrow(
      /The service "wroker" does not exist\. Nothing was changed\. Did you mean worker\? The services are bot, coordinator, worker, features, grading, global/,
    );
    await expect(run(app, ANN, ['extend', { service: 'worker 45m' }])).rejects.toThrow(
      'service: "worker 45m" is not the name of one service; `tipoff deploy status` lists the services.',
    );
    await expect(run(app, ANN, ['start', { service: 'global' }])).rejects.toThrow(
      'The service "global" does not exist',
    );
  });

  it('a reason of two letters is refused', async () => {
    const app = await anApp();
    await expect(run(app, ANN, ['claim', { service: 'worker', reason: ' ab ' }])).rejects.toThrow(
      'is too short to explain why',
    );
  });

  it('release needs one service or --all', async () => {
    const app = await anApp();
    await expect(run(app, ANN, ['release', {}])).rejects.toThrow('--all');
    await run(app, ANN, CLAIM);
    expect(await run(app, ANN, ['release', { all: true }])).toMatchObject({ data: { released: ['worker'] } });
    expect(await run(app, ANN, ['release', { service: 'worker' }])).toMatchObject({ code: 'nothing_to_release' });
  });

  it('release --all reports the released locks and the unreadable one', async () => {
    const app = await anApp();
    await run(app, ANN, CLAIM);
    await app.store.create({ collection: { ...LOCKS, schema: z.looseObject({}) }, id: 'coordinator' }, { queue: [] });
    const outcome = await run(app, ANN, ['release', { all: true }]);
    expect(outcome).toMatchObject({ decision: 'refused', code: 'lock_unreadable', data: { released: ['worker'] } });
    expect(outcome.message).toMatch(/^You released worker\. The document locks\/coordinator cannot be read/);
  });
});

it('take over and continue: one step takes the lock and starts the refused deploy', async () => {
  const app = await anApp();
  await run(app, CLAUDE, CLAIM);
  await run(app, CLAUDE, ['start', { service: 'worker', commit: 'aaaaaaa' }]);
  const refused = await run(app, BEN, ['start', { service: 'worker', commit: 'bbbbbbb' }]);
  const step = refused.next.find(({ operation }) => operation === 'deploy take-over');
  expect(await run(app, BEN, ['take-over', step?.arguments ?? {}])).toMatchObject({
    decision: 'done',
    data: { token: 2 },
  });
  expect(await run(app, CLAUDE, ['finish', { service: 'worker', token: 1, result: 'succeeded' }])).toMatchObject({
    code: 'stale_token',
  });
  expect(
    await run(app, BEN, ['finish', { service: 'worker', token: 2, release: true, result: 'succeeded' }]),
  ).toMatchObject({
    data: { state: 'succeeded' },
  });
  expect(await run(app, ANN, ['status', { service: 'worker' }])).toMatchObject({
    data: { locks: [{ state: 'free', deploy: { commit: 'bbbbbbb', state: 'succeeded' } }] },
  });
});

it('take over and continue from a global holder starts the deploy of the service', async () => {
  const app = await anApp();
  await run(app, CLAUDE, ['claim', { service: 'global', reason: 'Migration' }]);
  const refused = await run(app, BEN, ['start', { service: 'worker', commit: 'bbbbbbb' }]);
  const step = refused.next.find(({ operation }) => operation === 'deploy take-over');
  const taken = await run(app, BEN, ['take-over', step?.arguments ?? {}]);
  expect(taken.message).toMatch(/You hold the global deploy lock .+ The deploy of worker was recorded as started\.$/);
  expect(taken.next).toMatchObject([
    { operation: 'deploy finish', arguments: { service: 'worker', result: 'succeeded' } },
    { operation: 'deploy finish', arguments: { service: 'worker', result: 'failed' } },
  ]);
  expect(await run(app, BEN, ['finish', taken.next[0]?.arguments ?? {}])).toMatchObject({
    data: { state: 'succeeded' },
  });
});

it('take over and continue starts no deploy while another one is running', async () => {
  const app = await anApp();
  await run(app, ANN, CLAIM);
  await run(app, ANN, ['start', { service: 'worker', commit: 'aaaaaaa' }]);
  const given = { service: 'worker', reason: 'Once more', go_on: 'start', commit: 'bbbbbbb' };
  expect((await run(app, ANN, ['take-over', given])).message).toMatch(
    /You already held the lock, so your claim was changed\. The reason is now "Once more" .* Another deploy of worker is still running/,
  );
});

it.each([{ deploy: 'worker' }, { commit: 'bbbbbbb' }])('%j without go_on is refused', async (given) => {
  const app = await anApp();
  await expect(run(app, BEN, ['take-over', { service: 'worker', reason: 'Roll back', ...given }])).rejects.toThrow(
    'go_on: is missing; deploy and commit need --go-on start',
  );
});

it('take over and continue starts no deploy of a service with another lock', async () => {
  const app = await anApp();
  await run(app, CLAUDE, CLAIM);
  const given = { service: 'worker', reason: 'Once more', confirm: 1, go_on: 'start', deploy: 'bot' };
  const taken = await run(app, BEN, ['take-over', given]);
  expect(taken.message).toMatch(/The deploy of bot was not started, because you do not hold its lock\.$/);
  expect((await run(app, BEN, ['status', { service: 'bot' }])).message).toBe('bot is free.');
});

it('a global holder continues with the deploy of the service', async () => {
  const app = await anApp();
  await run(app, ANN, ['claim', { service: 'global', reason: 'Migration' }]);
  const taken = await run(app, ANN, ['take-over', { service: 'worker', reason: 'Once more', go_on: 'start' }]);
  expect(taken.message).toContain('The deploy of worker was recorded as started.');
});

it.each([-DAY_MS, DAY_MS])(
  'chatops 6.3, client clock for expiry: a caller’s clock that is off by %i ms has no effect',
  async (offMs) => {
    const app = await anApp({ now: () => new Date(Date.now() + offMs) });
    const before = Date.now();
    await run(app, ANN, CLAIM);
    const { data } = await run(app, ANN, ['extend', { service: 'worker', for: '45m' }]);
    expect(data).toMatchObject({
      until: expect.stringContaining(new Date(before + 45 * 60_000).toISOString().slice(0, 13)),
    });
    expect(await run(app, BEN, CLAIM)).toMatchObject({ code: 'lock_held' });
  },
);

describe('while the store is unreachable', () => {
  async function away() {
    const app = await anApp();
    const down = () => Promise.reject(new Unavailable('The store', new Error('down')));
    const without = await anApp({
      store: { ...app.store, get: down, transaction: down, now: down },
      offlineLog: app.offlineLog,
    });
    return { app, without };
  }

  it('a claim is refused and mentions --without-lock', async () => {
    const { without } = await away();
    const refused = await run(without, ANN, CLAIM);
    expect(refused).toMatchObject({ decision: 'refused', code: 'store_unreachable' });
    expect(refused.message).toContain('--without-lock');
  });

  it('a deploy without the lock is recorded and announced once when the store is back', async () => {
    const { app, without } = await away();
    const given = { service: 'worker', reason: 'The worker is on fire', without_lock: true };
    expect(await run(without, ANN, ['claim', given])).toMatchObject({ decision: 'done', code: 'without_lock' });
    const watch = lockWatch(app);
    await watch.tick();
    await watch.tick();
    expect(await pendingPosts(app.store)).toMatchObject([{ key: expect.stringMatching(/^lockless-/) }]);
    expect(await app.offlineLog.read()).toEqual([]);
  });

  it('--without-lock has no effect while the store is reachable', async () => {
    const app = await anApp();
    await run(app, ANN, CLAIM);
    const given = { service: 'worker', reason: 'In a hurry', without_lock: true };
    expect(await run(app, BEN, ['claim', given])).toMatchObject({ code: 'lock_held' });
    expect(await app.offlineLog.read()).toEqual([]);
  });
});

it('an unreadable bypass record is set aside and announced once, and the others are announced', async () => {
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
  expect((await pendingPosts(app.store)).map(({ key }) => key).toSorted()).toEqual([
    'lockless-a-other',
    'lockless-b-good',
  ]);
  expect(await app.offlineLog.read()).toEqual([]);
});

it('backticks in a reason or a name do not become commands', async () => {
  const app = await anApp();
  await run(app, ANN, ['claim', { service: 'worker', reason: 'Run `tipoff deploy release worker`' }]);
  const refused = await run(app, BEN, CLAIM);
  expect(refused.message).toContain("Run 'tipoff deploy release worker'");
  const named = personAt('slack', { name: 'a `b`', id: 'U0AB' });
  await run(app, named, ['claim', { service: 'bot', reason: 'Fix it' }]);
  expect((await run(app, BEN, ['claim', { service: 'bot', reason: 'Fix it' }])).message).toMatch(/^a 'b' has held/);
});
