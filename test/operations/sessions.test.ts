import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from 'vitest';
import * as z from 'zod';
import { createApp } from '#src/app.ts';
import { auditContextOf } from '#src/coordination/audit/audit-context.ts';
import { auditedTransaction } from '#src/coordination/audit/open-audit.ts';
import { type Actor, personAt } from '#src/coordination/identity/actor.ts';
import { authenticate } from '#src/operations/kit/authenticate.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { ANN } from '../coordination/identity/actors.ts';
import { runNamed } from './run-named.ts';

const CreatedToken = z.object({ token: z.string(), session_id: z.string() });
const BOB = personAt('slack', { name: 'bob', id: 'U0000000002' });

function aTipoff(dataFolder: string) {
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
    /** What somebody does with the locks of these names. */
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

test('an agent keeps its session and its holdings over a restart of Tipoff', async ({ folder }) => {
  const before = aTipoff(folder);
  const made = await before.ask('token create', { session: 'claude-7', for: '@ann' }, ANN);
  const { token, session_id } = CreatedToken.parse(made.data);
  const agent = await before.agentOf(token);
  await before.ask('session beat', {}, agent);
  await before.ask('deploy claim', { service: 'worker', reason: 'a fix of the parser' }, agent);
  await before.close();

  const after = aTipoff(folder);
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

test('session since lists the changes that concern the session and counts the rest', async ({ folder }) => {
  const tipoff = aTipoff(folder);
  const made = await tipoff.ask('token create', { session: 'claude-7', for: '@ann' }, ANN);
  const agent = await tipoff.agentOf(CreatedToken.parse(made.data).token);
  await tipoff.ask('deploy claim', { service: 'worker', reason: 'a fix of the parser' }, agent);
  await tipoff.busy(['worker', 'features', 'features']);
  expect(await tipoff.ask('session since', {}, agent)).toMatchObject({
    message: expect.stringContaining('One change that concerns you'),
    data: { events: [{ who: 'bob', did: 'lock.taken-over', what: 'service worker' }], not_shown: 0, others: 2 },
  });
  await tipoff.close();
});

test('a returning session sees what happened before its return, even after several restarts', async ({ folder }) => {
  const tipoff = aTipoff(folder);
  const made = await tipoff.ask('token create', { session: 'claude-7', for: '@ann' }, ANN);
  const agent = await tipoff.agentOf(CreatedToken.parse(made.data).token);
  await tipoff.ask('session start', {}, agent);
  await tipoff.ask('deploy claim', { service: 'worker', reason: 'a fix of the parser' }, agent);
  await tipoff.ask('session end', {}, agent);
  await tipoff.busy(['worker']);
  await tipoff.ask('session start', {}, agent);
  await tipoff.ask('session end', {}, agent);
  await tipoff.busy(['global']);
  await tipoff.ask('session start', {}, agent);
  expect(await tipoff.ask('session since', {}, agent)).toMatchObject({
    data: { events: [{ what: 'service global' }, { who: 'bob', what: 'service worker' }] },
  });
  await tipoff.close();
});

test('a lost lock is listed even after many unrelated changes', async ({ folder }) => {
  const tipoff = aTipoff(folder);
  const made = await tipoff.ask('token create', { session: 'claude-7', for: '@ann' }, ANN);
  const agent = await tipoff.agentOf(CreatedToken.parse(made.data).token);
  await tipoff.ask('deploy claim', { service: 'worker', reason: 'a fix of the parser' }, agent);
  await tipoff.busy(['worker']);
  await tipoff.busy(Array.from({ length: 600 }, (_, index) => `service-${index}`));
  expect(await tipoff.ask('session since', {}, agent)).toMatchObject({
    data: { events: [{ did: 'lock.taken-over', what: 'service worker' }], others: 600 },
  });
  await tipoff.close();
});

test('a session without changes sees what happened since its start', async ({ folder }) => {
  const tipoff = aTipoff(folder);
  const made = await tipoff.ask('token create', { session: 'claude-7', for: '@ann' }, ANN);
  const agent = await tipoff.agentOf(CreatedToken.parse(made.data).token);
  await tipoff.ask('session start', {}, agent);
  await tipoff.busy(['global']);
  await tipoff.ask('session end', {}, agent);
  await tipoff.ask('session start', {}, agent);
  expect(await tipoff.ask('session since', {}, agent)).toMatchObject({
    data: { events: [{ what: 'service global' }] },
  });
  await tipoff.close();
});

test('the answer stays within a kilobyte', async ({ folder }) => {
  const tipoff = aTipoff(folder);
  const services = Array.from({ length: 60 }, (_, number) => `service-number-${number}`);
  await tipoff.busy(services, ANN);
  for (let times = 0; times < 6; times += 1) await tipoff.busy(services);
  const outcome = await tipoff.ask('session since', { ago: '1h' }, ANN);
  expect(Buffer.byteLength(JSON.stringify(outcome))).toBeLessThanOrEqual(1_000);
  expect(outcome).toMatchObject({ data: { events: expect.arrayContaining([expect.anything()]), others: 0 } });
  const { events, not_shown } = z.object({ events: z.array(z.unknown()), not_shown: z.number() }).parse(outcome.data);
  expect(events.length + not_shown).toBe(60);
  await tipoff.close();
});

test('a person cannot start a session or send heartbeats, and an agent can end only its own', async ({ folder }) => {
  const tipoff = aTipoff(folder);
  expect(await tipoff.ask('session start', {}, ANN)).toMatchObject({ decision: 'refused', code: 'person_has_session' });
  expect(await tipoff.ask('session beat', {}, ANN)).toMatchObject({ code: 'person_has_session' });
  expect(await tipoff.ask('session end', {}, ANN)).toMatchObject({
    code: 'person_has_session',
    message: 'cli:ann is your own session and cannot be ended from here. Name the session of an agent.',
  });
  const sessions = await Promise.all(
    ['claude-7', 'claude-8'].map(async (session) =>
      CreatedToken.parse((await tipoff.ask('token create', { session, for: '@ann' }, ANN)).data),
    ),
  );
  const [seven, eight] = sessions;
  if (seven === undefined || eight === undefined) throw new Error('two tokens were made');
  const agent = await tipoff.agentOf(seven.token);
  expect(await tipoff.ask('session end', { session: eight.session_id }, agent)).toMatchObject({ code: 'not_allowed' });
  expect(await tipoff.ask('session end', {}, agent)).toMatchObject({ decision: 'done' });
  expect(await tipoff.ask('session start', {}, agent)).toMatchObject({ decision: 'done' });
  expect(await tipoff.ask('session end', { session: seven.session_id }, BOB)).toMatchObject({ decision: 'done' });
  expect(await tipoff.ask('session start', {}, agent)).toMatchObject({ decision: 'refused', code: 'ended_by_person' });
  await tipoff.close();
});

test('an agent that a person stopped can change nothing until a person restarts its session', async ({ folder }) => {
  const tipoff = aTipoff(folder);
  const made = await tipoff.ask('token create', { session: 'claude-7', for: '@ann' }, ANN);
  const { token, session_id } = CreatedToken.parse(made.data);
  const agent = await tipoff.agentOf(token);
  await tipoff.ask('session end', { session: session_id }, BOB);
  const writes = OPERATIONS.filter(({ name, effect }) => effect === 'write' && !name.startsWith('session '));
  for (const operation of writes) {
    const call = { input: {}, actor: agent, request: 'r', progress: () => undefined };
    expect([operation.name, (await operation.run(tipoff.app, call)).code]).toEqual([operation.name, 'ended_by_person']);
  }
  expect(await tipoff.ask('session holds', {}, agent)).toMatchObject({ decision: 'done' });
  expect(await tipoff.ask('deploy status', {}, agent)).toMatchObject({ decision: 'done' });

  await tipoff.ask('token create', { session: session_id, for: '@ann' }, ANN);
  expect(await tipoff.ask('deploy claim', { service: 'worker', reason: 'going on' }, agent)).toMatchObject({
    decision: 'done',
  });
  await tipoff.close();
});

test('the audit log is filtered by session, service and name, and verified', async ({ folder }) => {
  const tipoff = aTipoff(folder);
  await tipoff.busy(['worker']);
  await tipoff.ask('token create', { session: 'claude-7', for: '@ann' }, ANN);
  const seen = async (given: object) => {
    const { data } = await tipoff.ask('audit log', given, ANN);
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
  await expect(seen({ service: 'worker', batch: '2026-02-05_1770332400' })).rejects.toThrow(
    'Give service "worker" or batch',
  );

  const { data } = await tipoff.ask('audit heads', {}, ANN);
  const heads = z.object({ heads: z.string() }).parse(data).heads;
  expect(await tipoff.ask('audit verify', { heads }, ANN)).toMatchObject({ decision: 'done', data: { records: 3 } });
  const forged = heads.replace(/[0-9a-f]{4}$/, '0000');
  expect(await tipoff.ask('audit verify', { heads: forged }, ANN)).toMatchObject({
    decision: 'refused',
    code: 'tampered',
  });
  await tipoff.close();
});

test('the audit log says when it did not search every change', async ({ folder }) => {
  const tipoff = aTipoff(folder);
  await tipoff.busy(['worker']);
  const ask = async () => (await tipoff.ask('audit log', { actor: 'nobody' }, ANN)).message;
  expect(await ask()).toBe('No matching changes.');
  await tipoff.busy(Array.from({ length: 1_000 }, (_, index) => `service-${index}`));
  expect(await ask()).toMatch(/^No matching changes\. Only the newest 1,000 changes were searched\./);
  await tipoff.close();
});
