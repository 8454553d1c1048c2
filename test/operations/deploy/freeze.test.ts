import { describe, expect, it } from 'vitest';
import { systemAuditContext } from '#src/coordination/audit/audit-context.ts';
import { AUDIT_RECORDS } from '#src/coordination/audit/audit-record.ts';
import { FREEZES, freezeRef } from '#src/coordination/deploy-locks/freeze.ts';
import { noteFreezeEnd } from '#src/coordination/deploy-locks/freeze-deploys.ts';
import { lockRef } from '#src/coordination/deploy-locks/lock-storage.ts';
import { personAt } from '#src/coordination/identity/actor.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import type { App } from '#src/operations/app.ts';
import { laterBy } from '#src/platform/instant.ts';
import { AGENT as CLAUDE } from '../../coordination/identity/actors.ts';
import { anApp, ask, run } from './a-deploy.ts';

const ANN = personAt('slack', { name: 'ann', id: 'U0ANN' });
const BEN = personAt('slack', { name: 'ben', id: 'U0BEN' });
const CLAIM = { service: 'worker', reason: 'Fix the filter' };

async function aFrozenApp(): Promise<App> {
  const app = await anApp();
  await run(app, ANN, ['freeze', { until: '24h', reason: 'Big night' }]);
  return app;
}

/** The freeze of the games of a date, as the job stores it. */
async function freezeForGames(app: App): Promise<void> {
  const now = await app.store.now();
  await app.store.create(freezeRef('games'), {
    freeze_id: '2026-02-05',
    cause: 'games',
    reason: 'the games of 2026-02-05',
    by: null,
    from: laterBy(now, -60_000),
    until: laterBy(now, 3_600_000),
    ended: null,
  });
}

async function auditedActions(app: App): Promise<readonly string[]> {
  const records = await app.store.query({ collection: AUDIT_RECORDS }, { orderBy: ['at', 'asc'] });
  return records.map(({ data }) => data.action);
}

async function freezeMessages(app: App): Promise<readonly Record<string, unknown>[]> {
  const posts = await app.store.query({ collection: POSTS }, {});
  return posts.map(({ data }) => JSON.parse(data.wanted)).filter(({ type }) => type === 'deploy-freeze');
}

describe('while deploys are frozen', () => {
  it.each([
    ['claim', CLAIM],
    ['start', { service: 'worker' }],
  ] as const)('%s is refused, and says until when and why', async (verb, given) => {
    const app = await aFrozenApp();
    const refused = await run(app, BEN, [verb, given]);
    expect(refused).toMatchObject({ decision: 'refused', code: 'deploys_frozen' });
    expect(refused.message).toMatch(/^Deploys are frozen until .* by ann: "Big night"\. .*--during-freeze/);
    expect((await app.store.get(lockRef('worker')))?.data.hold ?? null).toBeNull();
  });

  it('a running deploy continues: its start can be repeated, its lock is kept, and it can finish', async () => {
    const app = await anApp();
    await run(app, BEN, ['start', { service: 'worker' }]);
    expect(await run(app, ANN, ['freeze', { until: '2h' }])).toMatchObject({
      message: expect.stringContaining('The running deploys go on: worker.'),
    });
    expect(await run(app, BEN, ['start', { service: 'worker' }])).toMatchObject({ code: 'deploy_running' });
    expect(await run(app, BEN, ['beat', { service: 'worker', token: 1 }])).toMatchObject({ decision: 'done' });
    expect(await run(app, BEN, ['finish', { service: 'worker', result: 'succeeded' }])).toMatchObject({
      decision: 'done',
    });
  });

  it('a lock from before the freeze starts no deploy, and can be released', async () => {
    const app = await anApp();
    await run(app, BEN, ['claim', CLAIM]);
    await run(app, ANN, ['freeze', { until: '2h' }]);
    expect(await run(app, BEN, ['start', { service: 'worker' }])).toMatchObject({ code: 'deploys_frozen' });
    expect(await run(app, BEN, ['release', { service: 'worker' }])).toMatchObject({ decision: 'done' });
  });

  it('sessions queue up, and a lock is reserved only after the freeze', async () => {
    const app = await aFrozenApp();
    await run(app, BEN, ['join', CLAIM]);
    expect((await app.store.get(lockRef('worker')))?.data).toMatchObject({ queue: [{}], offer: null });
    await run(app, ANN, ['unfreeze', {}]);
    await run(app, ANN, ['leave', { service: 'bot' }]);
    expect((await app.store.get(lockRef('worker')))?.data.offer).toMatchObject({ session: BEN.session });
  });

  it('a lock can be taken over, but the deploy is not started with it', async () => {
    const app = await anApp();
    await run(app, BEN, ['claim', CLAIM]);
    await run(app, ANN, ['freeze', { until: '2h' }]);
    const taken = await run(app, ANN, [
      'take-over',
      { service: 'worker', reason: 'Stop it', confirm: 1, go_on: 'start' },
    ]);
    expect(taken).toMatchObject({ code: 'ok', message: expect.stringContaining('You took over the lock') });
    expect(taken.message).toMatch(
      /The deploy of worker was not started\. Deploys are frozen until .* by ann.*--during-freeze/,
    );
    expect((await app.store.get(lockRef('worker')))?.data.deploy).toBeNull();
  });

  it('the status says so', async () => {
    const app = await aFrozenApp();
    const status = await run(app, BEN, ['status', {}]);
    expect(status).toMatchObject({ data: { freeze: { by: 'ann', reason: 'Big night' } } });
    expect(status.message).toMatch(/^Deploys are frozen until .* All deploy locks are free\.$/);
  });
});

describe('a person who overrides the freeze', () => {
  it.each(['claim', 'start'] as const)(
    'may %s, and the reason is audited and shown on the card of the lock',
    async (verb) => {
      const app = await aFrozenApp();
      const given = verb === 'claim' ? CLAIM : { service: 'worker' };
      const answer = await run(app, BEN, [verb, { ...given, during_freeze: 'Production is down' }]);
      expect(answer).toMatchObject({ decision: 'done', code: 'ok' });
      expect((await app.store.get(lockRef('worker')))?.data.hold).toMatchObject({
        freeze_override: 'Production is down',
      });
      expect(await auditedActions(app)).toContain('lock.freeze-overridden');
      const posts = await app.store.query({ collection: POSTS }, {});
      const wanted = posts.map(({ data }) => JSON.parse(data.wanted));
      expect(wanted).toContainEqual(expect.objectContaining({ type: 'lock', freeze_override: 'Production is down' }));
      expect(wanted).toContainEqual(
        expect.objectContaining({ happened: 'freeze-overridden', reason: 'Production is down' }),
      );
    },
  );

  it('may then start a deploy without saying it again, and the finish releases the lock of a start', async () => {
    const app = await aFrozenApp();
    await run(app, BEN, ['claim', { ...CLAIM, during_freeze: 'Production is down' }]);
    expect(await run(app, BEN, ['start', { service: 'worker' }])).toMatchObject({ code: 'ok' });
    await run(app, BEN, ['start', { service: 'bot', during_freeze: 'Production is down' }]);
    expect(await run(app, BEN, ['finish', { service: 'bot', result: 'succeeded' }])).toMatchObject({
      message: expect.stringContaining('The lock was released.'),
    });
  });

  it('overrides no other session', async () => {
    const app = await anApp();
    await run(app, ANN, ['claim', CLAIM]);
    await run(app, ANN, ['freeze', { until: '2h' }]);
    const answer = await run(app, BEN, ['claim', { ...CLAIM, during_freeze: 'Production is down' }]);
    expect(answer).toMatchObject({ decision: 'refused', code: 'lock_held' });
  });

  it('is a person: an agent is refused, and told whom to ask', async () => {
    const app = await aFrozenApp();
    await ask(app, CLAUDE, ['session start', {}]);
    const plain = await run(app, CLAUDE, ['claim', CLAIM]);
    expect(plain).toMatchObject({
      code: 'deploys_frozen',
      message: expect.stringContaining('`tipoff deploy unfreeze`'),
    });
    const answer = await run(app, CLAUDE, ['claim', { ...CLAIM, during_freeze: 'Production is down' }]);
    expect(answer).toMatchObject({
      decision: 'refused',
      code: 'not_allowed',
      message: expect.stringContaining('Ask @'),
    });
    expect(await run(app, CLAUDE, ['freeze', { until: '2h' }])).toMatchObject({ code: 'not_allowed' });
    expect(await run(app, CLAUDE, ['unfreeze', {}])).toMatchObject({ code: 'not_allowed' });
  });
});

describe('a freeze', () => {
  it('has one message, which is edited when somebody changes or lifts the freeze', async () => {
    const app = await aFrozenApp();
    await run(app, BEN, ['freeze', { until: '48h', reason: 'Still a big night' }]);
    expect(await freezeMessages(app)).toMatchObject([{ by: 'ben', reason: 'Still a big night', ended: null }]);
    expect(await run(app, BEN, ['unfreeze', {}])).toMatchObject({ code: 'unfrozen', data: { lifted: [{}] } });
    expect(await freezeMessages(app)).toMatchObject([{ ended: { by: 'ben' } }]);
    expect(await run(app, BEN, ['claim', CLAIM])).toMatchObject({ code: 'ok' });
    expect(await auditedActions(app)).toEqual(expect.arrayContaining(['deploys.frozen', 'deploys.unfrozen']));
  });

  it('that is lifted twice is lifted once', async () => {
    const app = await anApp();
    expect(await run(app, BEN, ['unfreeze', {}])).toMatchObject({ code: 'not_frozen' });
  });

  it('ends at its time, and its message then says so', async () => {
    const app = await aFrozenApp();
    const auditContext = systemAuditContext(app.audit, 'plan-deploy-freeze');
    expect(await noteFreezeEnd({ store: app.store, auditContext })).toBeUndefined();
    const until = await app.store.now();
    await app.store.transaction(async (transaction) => transaction.update(freezeRef('person'), { until }));
    expect(await run(app, BEN, ['claim', CLAIM])).toMatchObject({ code: 'ok' });
    await noteFreezeEnd({ store: app.store, auditContext });
    expect(await freezeMessages(app)).toMatchObject([{ ended: { by: null, at: until } }]);
  });

  it('after another one gets a message of its own', async () => {
    const app = await aFrozenApp();
    await run(app, ANN, ['unfreeze', {}]);
    await run(app, ANN, ['freeze', { until: '1h' }]);
    expect(await freezeMessages(app)).toHaveLength(2);
  });

  it('of tonight’s games refuses like that of a person, and a person may lift it', async () => {
    const app = await anApp();
    await freezeForGames(app);
    expect((await run(app, BEN, ['claim', CLAIM])).message).toMatch(/because of the games of 2026-02-05\./);
    expect(await run(app, BEN, ['unfreeze', {}])).toMatchObject({ code: 'unfrozen' });
    expect(await run(app, BEN, ['claim', CLAIM])).toMatchObject({ code: 'ok' });
    expect(await app.store.query({ collection: FREEZES }, {})).toMatchObject([{ data: { ended: { by: 'ben' } } }]);
  });
});

describe('the end of a freeze', () => {
  it.each(['until 23:30 ET', '23:30 ET', '11:30 pm', '45m', '72h'])('may be written as %s', async (until) => {
    expect(await run(await anApp(), ANN, ['freeze', { until }])).toMatchObject({ code: 'frozen' });
  });

  it.each([
    ['6', /is not a time of day or a length of time/],
    ['tomorrow', /is not a time of day or a length of time/],
    ['25:00', /is not a time of day or a length of time/],
    ['73h', /more than 72 hours away/],
    ['0m', /less than a minute away/],
    ['', /is empty/],
  ])('is refused as "%s"', async (until, message) => {
    await expect(run(await anApp(), ANN, ['freeze', { until }])).rejects.toThrow(message);
  });
});
