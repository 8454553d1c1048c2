import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from 'vitest';
import * as z from 'zod';
import { createApp } from '#src/app.ts';
import { auditedTransaction } from '#src/coordination/audit/open-audit.ts';
import { auditContextOf } from '#src/coordination/audit/trail.ts';
import { type Actor, personAt } from '#src/coordination/identity/actor.ts';
import { authenticate } from '#src/operations/kit/authenticate.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { ANN } from '../coordination/identity/actors.ts';
import { runNamed } from './run-named.ts';

const Made = z.object({ token: z.string(), session_id: z.string() });
const BOB = personAt('slack', { name: 'bob', id: 'U0000000002' });

function aDesk(dataFolder: string) {
  const opened = createApp({ platform: 'embedded', dataFolder });
  const { app } = opened;
  return {
    ...opened,
    ask: (name: string, given: object, actor: Actor) => runNamed(app, { name, given, actor, request: app.newId() }),
    agentOf: async (token: string) => {
      const known = await authenticate(app, token);
      if (known.type === 'refused') throw new Error(known.because);
      return known.actor;
    },
    /** What somebody does to the locks of these names. */
    busy: (services: readonly string[], who: Actor = BOB) =>
      auditedTransaction(app.store, auditContextOf(app.audit, who, 'r'), async (_, audit) => {
        for (const id of services) {
          audit.append({ action: 'lock.taken-over', subject: { kind: 'service', id }, before: null, after: null });
        }
      }),
  };
}

const test = base.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures it needs from this pattern
  folder: async ({}, use) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-sessions-'));
    await use(folder.path);
  },
});

test('an agent is the same session before and after a restart of Tipoff, with what it holds', async ({ folder }) => {
  const before = aDesk(folder);
  const made = await before.ask('token create', { session: 'claude-7', for: '@ann' }, ANN);
  const { token, session_id } = Made.parse(made.data);
  const agent = await before.agentOf(token);
  await before.ask('session beat', {}, agent);
  await before.ask('deploy claim', { service: 'worker', reason: 'a fix of the parser' }, agent);
  await before.close();

  const after = aDesk(folder);
  const again = await after.agentOf(token);
  expect(again).toEqual(agent);
  expect(await after.ask('session holds', {}, again)).toMatchObject({
    data: { session_id, holds: [{ kind: 'lock', id: 'worker' }] },
  });
  expect(await after.ask('session start', { summary: 'Going on.' }, again)).toMatchObject({ data: { session_id } });
  expect(await after.ask('session list', {}, ANN)).toMatchObject({
    data: {
      sessions: [{ session_id, who: 'claude-7 for @ann', liveness: 'live', at: 'Going on.', holds: 'lock worker' }],
    },
  });
  await after.close();
});

test('since it was away a session is told what concerns it, and the rest is counted', async ({ folder }) => {
  const desk = aDesk(folder);
  const made = await desk.ask('token create', { session: 'claude-7', for: '@ann' }, ANN);
  const agent = await desk.agentOf(Made.parse(made.data).token);
  await desk.ask('deploy claim', { service: 'worker', reason: 'a fix of the parser' }, agent);
  await desk.busy(['worker', 'features', 'features']);
  expect(await desk.ask('session since', {}, agent)).toMatchObject({
    message: expect.stringContaining('One thing that concerns you'),
    data: { events: [{ who: 'bob', did: 'lock.taken-over', what: 'service worker' }], not_shown: 0, others: 2 },
  });
  await desk.close();
});

test('who comes back is told what happened before the return, however often it came and went', async ({ folder }) => {
  const desk = aDesk(folder);
  const made = await desk.ask('token create', { session: 'claude-7', for: '@ann' }, ANN);
  const agent = await desk.agentOf(Made.parse(made.data).token);
  await desk.ask('session start', {}, agent);
  await desk.ask('deploy claim', { service: 'worker', reason: 'a fix of the parser' }, agent);
  await desk.ask('session end', {}, agent);
  await desk.busy(['worker']);
  await desk.ask('session start', {}, agent);
  await desk.ask('session end', {}, agent);
  await desk.busy(['global']);
  await desk.ask('session start', {}, agent);
  expect(await desk.ask('session since', {}, agent)).toMatchObject({
    data: { events: [{ what: 'service global' }, { who: 'bob', what: 'service worker' }] },
  });
  await desk.close();
});

test('what a session lost first is told however much was changed elsewhere since', async ({ folder }) => {
  const desk = aDesk(folder);
  const made = await desk.ask('token create', { session: 'claude-7', for: '@ann' }, ANN);
  const agent = await desk.agentOf(Made.parse(made.data).token);
  await desk.ask('deploy claim', { service: 'worker', reason: 'a fix of the parser' }, agent);
  await desk.busy(['worker']);
  await desk.busy(Array.from({ length: 600 }, (_, index) => `service-${index}`));
  expect(await desk.ask('session since', {}, agent)).toMatchObject({
    data: { events: [{ did: 'lock.taken-over', what: 'service worker' }], others: 600 },
  });
  await desk.close();
});

test('who changed nothing yet is told what happened since it first came', async ({ folder }) => {
  const desk = aDesk(folder);
  const made = await desk.ask('token create', { session: 'claude-7', for: '@ann' }, ANN);
  const agent = await desk.agentOf(Made.parse(made.data).token);
  await desk.ask('session start', {}, agent);
  await desk.busy(['global']);
  await desk.ask('session end', {}, agent);
  await desk.ask('session start', {}, agent);
  expect(await desk.ask('session since', {}, agent)).toMatchObject({ data: { events: [{ what: 'service global' }] } });
  await desk.close();
});

test('however much happened, the answer is a kilobyte', async ({ folder }) => {
  const desk = aDesk(folder);
  const services = Array.from({ length: 60 }, (_, number) => `service-number-${number}`);
  await desk.busy(services, ANN);
  for (let times = 0; times < 6; times += 1) await desk.busy(services);
  const outcome = await desk.ask('session since', { ago: '1h' }, ANN);
  expect(Buffer.byteLength(JSON.stringify(outcome))).toBeLessThanOrEqual(1_000);
  expect(outcome).toMatchObject({ data: { events: expect.arrayContaining([expect.anything()]), others: 0 } });
  const { events, not_shown } = z.object({ events: z.array(z.unknown()), not_shown: z.number() }).parse(outcome.data);
  expect(events.length + not_shown).toBe(60);
  await desk.close();
});

test('a person has no session to start or beat, and an agent ends its own alone', async ({ folder }) => {
  const desk = aDesk(folder);
  expect(await desk.ask('session start', {}, ANN)).toMatchObject({ decision: 'refused', code: 'person_has_session' });
  expect(await desk.ask('session beat', {}, ANN)).toMatchObject({ code: 'person_has_session' });
  expect(await desk.ask('session end', {}, ANN)).toMatchObject({
    code: 'person_has_session',
    message: 'Yours at this door, cli:ann, is no session that ends. Name the one of an agent.',
  });
  const sessions = await Promise.all(
    ['claude-7', 'claude-8'].map(async (session) =>
      Made.parse((await desk.ask('token create', { session, for: '@ann' }, ANN)).data),
    ),
  );
  const [seven, eight] = sessions;
  if (seven === undefined || eight === undefined) throw new Error('two tokens were made');
  const agent = await desk.agentOf(seven.token);
  expect(await desk.ask('session end', { session: eight.session_id }, agent)).toMatchObject({ code: 'not_allowed' });
  expect(await desk.ask('session end', {}, agent)).toMatchObject({ decision: 'done' });
  expect(await desk.ask('session start', {}, agent)).toMatchObject({ decision: 'done' });
  expect(await desk.ask('session end', { session: seven.session_id }, BOB)).toMatchObject({ decision: 'done' });
  expect(await desk.ask('session start', {}, agent)).toMatchObject({ decision: 'refused', code: 'ended_by_person' });
  await desk.close();
});

test('an agent that a person stopped changes nothing any more until a person begins its session again', async ({
  folder,
}) => {
  const desk = aDesk(folder);
  const made = await desk.ask('token create', { session: 'claude-7', for: '@ann' }, ANN);
  const { token, session_id } = Made.parse(made.data);
  const agent = await desk.agentOf(token);
  await desk.ask('session end', { session: session_id }, BOB);
  const writes = OPERATIONS.filter(({ name, effect }) => effect === 'write' && !name.startsWith('session '));
  for (const operation of writes) {
    const call = { input: {}, actor: agent, request: 'r', progress: () => undefined };
    expect([operation.name, (await operation.run(desk.app, call)).code]).toEqual([operation.name, 'ended_by_person']);
  }
  expect(await desk.ask('session holds', {}, agent)).toMatchObject({ decision: 'done' });
  expect(await desk.ask('deploy status', {}, agent)).toMatchObject({ decision: 'done' });

  await desk.ask('token create', { session: session_id, for: '@ann' }, ANN);
  expect(await desk.ask('deploy claim', { service: 'worker', reason: 'going on' }, agent)).toMatchObject({
    decision: 'done',
  });
  await desk.close();
});

test('the log of changes is asked by session, service and name, and verified', async ({ folder }) => {
  const desk = aDesk(folder);
  await desk.busy(['worker']);
  await desk.ask('token create', { session: 'claude-7', for: '@ann' }, ANN);
  const seen = async (given: object) => {
    const { data } = await desk.ask('audit log', given, ANN);
    return z
      .object({ records: z.array(z.object({ did: z.string() })) })
      .parse(data)
      .records.map(({ did }) => did);
  };
  expect(await seen({ service: 'worker' })).toEqual(['lock.taken-over']);
  expect(await seen({ session: 'cli:ann' })).toEqual(['token.created', 'session.started']);
  expect(await seen({ actor: '@bob' })).toEqual(['lock.taken-over']);
  expect(await seen({ actor: 'ann', service: 'worker' })).toEqual([]);
  expect(await seen({ ago: '1h', limit: 1 })).toEqual(['token.created']);
  await expect(seen({ service: 'worker', batch: '2026-02-05_1770332400' })).rejects.toThrow('Give one of the two');

  const { data } = await desk.ask('audit heads', {}, ANN);
  const heads = z.object({ heads: z.string() }).parse(data).heads;
  expect(await desk.ask('audit verify', { heads }, ANN)).toMatchObject({ decision: 'done', data: { records: 3 } });
  const forged = heads.replace(/[0-9a-f]{4}$/, '0000');
  expect(await desk.ask('audit verify', { heads: forged }, ANN)).toMatchObject({
    decision: 'refused',
    code: 'tampered',
  });
  await desk.close();
});

test('the log says so where it did not look at every change', async ({ folder }) => {
  const desk = aDesk(folder);
  await desk.busy(['worker']);
  const ask = async () => (await desk.ask('audit log', { actor: 'nobody' }, ANN)).message;
  expect(await ask()).toBe('No such change is on record.');
  await desk.busy(Array.from({ length: 1_000 }, (_, index) => `service-${index}`));
  expect(await ask()).toMatch(/^No such change among the newest 1,000 .* older ones were not looked at/);
  await desk.close();
});
