import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { createApp } from '#src/app.ts';
import { auditContextOf } from '#src/coordination/audit/audit-context.ts';
import { type Actor, personAt } from '#src/coordination/identity/actor.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { startSession } from '#src/coordination/sessions/start-session.ts';
import type { App } from '#src/operations/app.ts';
import { startBatch } from '#src/pipeline/batch/start-batch.ts';
import { expireHandoffs } from '#src/pipeline/handoffs/end-handoff.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import { aTrail } from '../../coordination/audit/a-chain.ts';
import { anOpenBatch } from '../../pipeline/batch/an-open-batch.ts';
import { NOW, silentLog } from '../../pipeline/pipeline-stores.ts';
import { aPlayer } from '../../pipeline/player/a-player.ts';
import { anApp, ask } from '../deploy/a-deploy.ts';

const ANN = personAt('cli', { name: 'ann' });
const BEN = personAt('slack', { name: 'ben', id: 'U0BEN' });
const CLAUDE: Actor = { kind: 'agent', name: 'claude', session: 'session_claude', actsFor: 'ann', scope: 'write' };
const ROBIN: Actor = { ...CLAUDE, name: 'robin', session: 'session_robin' };

const OFFER = {
  summary: 'The parser is fixed and deployed. The batch of tonight waits for two players.',
  done: [
    'The worker lock is mine :: deploy status worker expects locks[service=worker].session = session_claude',
    'The features lock is free :: deploy status features expects locks[service=features].state = held',
    'The batch exists :: batch status batch_2026-02-05_9 expects state = open',
  ],
  open: ['Two players are missing.'],
  ruled_out: ['It is not the injury filter.'],
  next: 'tipoff deploy finish worker succeeded',
};

const Facts = z.object({
  handoff_id: z.string(),
  done: z.array(z.object({ verdict: z.string(), compared: z.string() })),
});

async function anOffer(app: App, given: object = {}, actor: Actor = CLAUDE): Promise<string> {
  const { data } = await ask(app, actor, ['handoff offer', { ...OFFER, ...given }]);
  return Facts.parse(data).handoff_id;
}

/** Gives the session a lock with a running deploy, a place in a queue, an open batch and a pending request. */
async function busy(app: App, actor: Actor) {
  await ask(app, actor, ['deploy claim', { service: 'worker', reason: 'a fix of the parser' }]);
  await ask(app, actor, ['deploy start', { service: 'worker', commit: 'abcdef1' }]);
  await ask(app, BEN, ['deploy claim', { service: 'coordinator', reason: 'another fix' }]);
  await ask(app, actor, ['deploy join', { service: 'coordinator', reason: 'after ben' }]);
  const batch = await anOpenBatch(
    app.store,
    [aPlayer('jokic'), aPlayer('embiid')],
    auditContextOf(app.audit, actor, 'batch'),
  );
  const { data } = await ask(app, actor, ['batch force-complete', {}]);
  return { batch, ...z.object({ approval_id: z.string() }).parse(data) };
}

async function heldBy(app: App, actor: Actor) {
  const { data } = await ask(app, actor, ['session holds', {}]);
  const { holds } = z.object({ holds: z.array(z.object({ kind: z.string(), id: z.string() })) }).parse(data);
  return holds.map(({ kind, id }) => `${kind} ${id}`).toSorted();
}

async function cardOf(app: App, id: string) {
  const found = await app.store.get({ collection: POSTS, id: `handoff-${id}` });
  return z.looseObject({}).parse(JSON.parse(found?.data.wanted ?? '{}'));
}

test('an offer proves each claim and shows what is held', async () => {
  const app = await anApp();
  await busy(app, CLAUDE);
  const outcome = await ask(app, CLAUDE, ['handoff offer', OFFER]);
  expect(outcome).toMatchObject({
    decision: 'done',
    message: expect.stringMatching(/1 of 3 claims is true, 1 is false, 1 is unknown\. Held: the worker deploy lock/),
    data: {
      done: [
        { verdict: 'true', compared: expect.stringContaining('is "session_claude"') },
        { verdict: 'false', compared: expect.stringContaining('is "free", expected = "held"') },
        { verdict: 'unknown', compared: expect.stringContaining('does not exist') },
      ],
    },
  });
  const { handoff_id } = Facts.parse(outcome.data);
  expect(await cardOf(app, handoff_id)).toMatchObject({ type: 'handoff', state: 'pending' });
});

test('accepting moves everything with new tokens, and proves the claims again', async () => {
  const app = await anApp();
  const { batch, approval_id } = await busy(app, CLAUDE);
  const held = await heldBy(app, CLAUDE);
  expect(held).toEqual([`approval ${approval_id}`, `batch ${batch.batch_id}`, 'lock worker', 'queue coordinator']);
  const id = await anOffer(app);
  const accepted = await ask(app, ROBIN, ['handoff accept', { id }]);
  expect(accepted).toMatchObject({
    decision: 'done',
    data: {
      state: 'accepted',
      accepted_session: ROBIN.session,
      next_command: OFFER.next,
      done: [{ verdict: 'true' }, { verdict: 'false' }, { verdict: 'unknown' }],
      moved: [
        { kind: 'lock', id: 'worker', token: 2 },
        { kind: 'deploy', id: 'worker', token: 2 },
        { kind: 'queue', id: 'coordinator' },
        { kind: 'approval', id: approval_id },
        { kind: 'batch', id: batch.batch_id },
      ],
    },
  });
  expect(await heldBy(app, CLAUDE)).toEqual([]);
  expect(await heldBy(app, ROBIN)).toEqual(held);
  expect(await ask(app, ANN, ['batch status', {}])).toMatchObject({
    data: { owner_session: ROBIN.session, owner: 'robin for @ann' },
  });
  expect(await cardOf(app, id)).toMatchObject({ state: 'accepted', accepted: { by: { session: ROBIN.session } } });
});

test('the next write of the old session is refused and names the new owner', async () => {
  const app = await anApp();
  await busy(app, CLAUDE);
  const id = await anOffer(app);
  await ask(app, ROBIN, ['handoff accept', { id }]);
  expect(await ask(app, CLAUDE, ['deploy finish', { service: 'worker', token: 1, result: 'succeeded' }])).toMatchObject(
    {
      decision: 'refused',
      code: 'stale_token',
      message: expect.stringContaining('was handed over to robin for @ann'),
    },
  );
  const batchWrite = ask(app, CLAUDE, ['predict rerun', { name: 'jokic' }]);
  await expect(batchWrite).rejects.toThrow(
    /handed batch .* over\. Nothing was changed\. Its owner is now "robin for @ann" \(session_robin\)/,
  );
  await expect(ask(app, CLAUDE, ['batch force-complete', {}])).rejects.toMatchObject({ code: 'handed_over' });
  expect(await ask(app, ROBIN, ['deploy finish', { service: 'worker', result: 'succeeded' }])).toMatchObject({
    decision: 'done',
  });
  expect(await ask(app, BEN, ['batch force-complete', {}])).toMatchObject({ decision: 'pending' });
});

test('a batch that comes back may be changed again', async () => {
  const app = await anApp();
  await busy(app, CLAUDE);
  await ask(app, ROBIN, ['handoff accept', { id: await anOffer(app) }]);
  await ask(app, CLAUDE, ['handoff accept', { id: await anOffer(app, {}, ROBIN) }]);
  expect(await ask(app, CLAUDE, ['batch force-complete', {}])).toMatchObject({ decision: 'pending' });
});

test('accepting twice gives the same answer, and a later session learns who has everything', async () => {
  const app = await anApp();
  await busy(app, CLAUDE);
  const id = await anOffer(app);
  const first = await ask(app, ROBIN, ['handoff accept', { id }]);
  expect(await ask(app, ROBIN, ['handoff accept', { id }])).toEqual(first);
  expect(await ask(app, BEN, ['handoff accept', { id }])).toMatchObject({
    decision: 'refused',
    code: 'handoff_accepted',
    message: expect.stringContaining('accepted by robin for @ann (session_robin)'),
  });
});

test('when two processes accept at once, one gets everything and the other learns who got it', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-handoff-'));
  const open = () => createApp({ platform: 'embedded', dataFolder: folder.path }, { log: silentLog });
  const [one, other] = [open(), open()];
  await busy(one.app, CLAUDE);
  const id = await anOffer(one.app, { to: 'anybody' });
  const outcomes = await Promise.all([
    ask(one.app, ROBIN, ['handoff accept', { id }]),
    ask(other.app, BEN, ['handoff accept', { id }]),
  ]);
  const won = outcomes.filter(({ decision }) => decision === 'done');
  const lost = outcomes.filter(({ decision }) => decision === 'refused');
  expect([won.length, lost.length]).toEqual([1, 1]);
  const winner = z.object({ accepted_session: z.string() }).parse(won[0]?.data).accepted_session;
  expect(lost[0]).toMatchObject({ code: 'handoff_accepted', message: expect.stringContaining(winner) });
  const [robin, ben] = [await heldBy(one.app, ROBIN), await heldBy(other.app, BEN)];
  expect([...robin, ...ben].filter((held) => held === 'lock worker')).toEqual(['lock worker']);
  await Promise.all([one.close(), other.close()]);
});

test('a session has one pending handoff, until it is withdrawn or expires', async () => {
  const app = await anApp();
  const id = await anOffer(app);
  expect(await ask(app, CLAUDE, ['handoff offer', OFFER])).toMatchObject({
    decision: 'refused',
    code: 'handoff_pending',
    data: { handoff_id: id },
  });
  expect(await ask(app, BEN, ['handoff withdraw', { id }])).toMatchObject({ code: 'not_allowed' });
  expect(await ask(app, CLAUDE, ['handoff withdraw', {}])).toMatchObject({ decision: 'done' });
  expect(await ask(app, ROBIN, ['handoff accept', { id }])).toMatchObject({ code: 'handoff_withdrawn' });
  expect(await anOffer(app)).not.toBe(id);
});

test('an expired offer cannot be accepted, and its card says so', async () => {
  const clock = { now: NOW.getTime() };
  const app = await anApp({ now: () => new Date(clock.now) });
  const id = await anOffer(app, { expires_in: '1m' });
  const expired = { ...app, store: { ...app.store, now: async () => instantFromDate(new Date(Date.now() + 120_000)) } };
  expect(await expireHandoffs(expired.store, aTrail())).toEqual([id]);
  expect(await cardOf(app, id)).toMatchObject({ state: 'expired' });
  expect(await ask(app, ROBIN, ['handoff accept', { id }])).toMatchObject({ code: 'handoff_expired' });
});

test('a claim needs a proof that changes nothing', async () => {
  const app = await anApp();
  const offer = (done: string) => ask(app, CLAUDE, ['handoff offer', { ...OFFER, done: [done] }]);
  await expect(offer('The lock is free :: deploy release worker')).rejects.toThrow(
    /"deploy release" cannot prove a claim/,
  );
  await expect(offer('The lock is free')).rejects.toThrow(
    /has no proof; write the claim, then :: and the read command/,
  );
});

test('a proof that fails never makes its claim true', async () => {
  const app = await anApp();
  const broken = {
    ...app,
    warehouse: { ...app.warehouse, query: () => Promise.reject(new Error('The disk is gone')) },
  };
  const outcome = await ask(broken, CLAUDE, [
    'handoff offer',
    {
      ...OFFER,
      done: [
        'The slate is there :: predict slate --date 2026-02-05',
        'It is not empty :: predict slate --date 2026-02-05 expects cursor != 9',
      ],
    },
  ]);
  expect(Facts.parse(outcome.data).done).toMatchObject([{ verdict: 'unknown' }, { verdict: 'unknown' }]);
});

test('an unreadable lock makes a claim about it unknown, and keeps the handoff from moving', async () => {
  const app = await anApp();
  await ask(app, CLAUDE, ['deploy claim', { service: 'worker', reason: 'a fix of the parser' }]);
  const id = await anOffer(app, {
    done: ['The worker is free :: deploy status worker expects locks[0].state != held'],
  });
  await damageLock(app, 'worker');
  expect(await ask(app, ROBIN, ['handoff accept', { id }])).toMatchObject({
    decision: 'refused',
    code: 'lock_unreadable',
    message: expect.stringContaining('locks/worker'),
  });
  const { data } = await ask(app, CLAUDE, ['handoff export', { id }]);
  expect(z.object({ markdown: z.string() }).parse(data).markdown).toContain('| unknown |');
});

test('the person behind a dead session hands it off from its last known state', async () => {
  const app = await anApp();
  const trail = auditContextOf(app.audit, CLAUDE, 'start');
  const start = {
    sessionId: CLAUDE.session,
    name: 'claude',
    actsFor: 'ann',
    forMs: 60_000,
    summary: 'Fixing the parser.',
  };
  await startSession(app, start, trail);
  const { batch } = await busy(app, CLAUDE);
  await ask(app, CLAUDE, ['session end', {}]);
  await expect(ask(app, ROBIN, ['handoff offer', { for: CLAUDE.session }])).rejects.toMatchObject({
    code: 'not_allowed',
  });
  const offered = await ask(app, ANN, ['handoff offer', { for: CLAUDE.session, to: ROBIN.session }]).catch(
    () => undefined,
  );
  expect(offered).toBeUndefined();
  const { data } = await ask(app, ANN, ['handoff offer', { for: CLAUDE.session }]);
  expect(data).toMatchObject({
    about: expect.stringMatching(/The session is ended\..*"Fixing the parser\."\. It lost the worker deploy lock/),
    from_session: CLAUDE.session,
  });
  const accepted = await ask(app, ROBIN, ['handoff accept', { id: Facts.parse(data).handoff_id }]);
  expect(accepted).toMatchObject({ decision: 'done' });
  expect(await heldBy(app, ROBIN)).toContain(`batch ${batch.batch_id}`);
});

test('what is exported is read and proved again, and a wrong claim is found', async () => {
  const app = await anApp();
  await busy(app, CLAUDE);
  const id = await anOffer(app);
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-handoff-'));
  const file = join(folder.path, 'handoff.md');
  const { message } = await ask(app, CLAUDE, ['handoff export', { id }]);
  expect(message).toContain('## Done');
  expect(message).toContain('```sh\ntipoff deploy finish worker succeeded\n```');
  await writeFile(file, message);
  expect(await ask(app, ANN, ['handoff import', { file }])).toMatchObject({
    code: 'not_all_true',
    message: '1 of 3 claims is true, 1 is false, 1 is unknown.',
  });
  const edited = (await readFile(file, 'utf8')).replace(
    'session = session_claude` | true',
    'session = session_robin` | true',
  );
  await writeFile(file, edited);
  expect(await ask(app, ANN, ['handoff import', { file }])).toMatchObject({
    message: '0 of 3 claims are true, 2 are false, 1 is unknown. 1 verdict differs from the file.',
    data: { done: [{ stated: 'true', verdict: 'false' }, {}, {}] },
  });
  await writeFile(file, edited.replace('| unknown |', '| maybe |'));
  await expect(ask(app, ANN, ['handoff import', { file }])).rejects.toThrow(
    /Line \d+ of ".*" is wrong: the result is not/,
  );
});

test('nobody owns a batch that the schedule starts', async () => {
  const app = await anApp();
  const started = await startBatch(app.store, {
    gameDate: '2026-02-05',
    asOf: instantFromDate(NOW),
    mode: 'RETRY',
    now: NOW,
    auditContext: { ...aTrail(), session: null },
  });
  expect(started.type).toBe('started');
  expect(await ask(app, ANN, ['batch status', {}])).toMatchObject({ data: { owner_session: null, owner: null } });
});

/** Writes a document for a lock that does not parse. */
async function damageLock(app: App, service: string): Promise<void> {
  const damaged = { name: 'locks', schema: z.looseObject({ token: z.string() }), indexes: [], texts: [], times: [] };
  await app.store.transaction(async (transaction) =>
    transaction.update({ collection: damaged, id: service }, { token: 'many' }),
  );
}
